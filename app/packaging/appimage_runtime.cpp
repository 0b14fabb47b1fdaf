// The beginning of an AppImage of type 2: this program, with a squashfs image of the application behind it in the same
// file. It mounts the image with FUSE, or unpacks it into a temporary folder where there is no FUSE, and becomes the
// AppRun in it. A second process keeps the files there until the application and all that it started have ended.
// Built by appimage.sh with libsquashfuse and libfuse3. One thread, and one more in the keeper.
#include <elf.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#define FUSE_USE_VERSION 32
extern "C" {
#include <squashfuse/ll.h>
#include <squashfuse/squashfuse.h>
}

namespace fs = std::filesystem;

namespace {

/// Where the image begins: behind the program's last section header.
std::size_t imageOffset(const std::string& self) {
    std::ifstream file(self, std::ios::binary);
    Elf64_Ehdr header{};
    if (!file.read(reinterpret_cast<char*>(&header), sizeof header))
        throw std::runtime_error(self + ": cannot be read");
    return header.e_shoff + std::size_t(header.e_shentsize) * header.e_shnum;
}

std::string variable(const char* name, const char* otherwise) {
    const char* value = std::getenv(name);
    return value && *value ? value : otherwise;
}

std::string temporaryFolder(const std::string& parent) {
    std::string name = parent + "/stepscope-XXXXXX";
    if (!::mkdtemp(name.data()))
        throw std::runtime_error("no folder can be made in " + parent + ": " + std::strerror(errno));
    return name;
}

void unpackFile(sqfs& image, sqfs_inode& inode, const std::string& path) {
    std::ofstream out(path, std::ios::binary);
    std::vector<char> buffer(1 << 20);
    for (sqfs_off_t at = 0;;) {
        auto size = static_cast<sqfs_off_t>(buffer.size());
        if (sqfs_read_range(&image, &inode, at, &size, buffer.data()) != SQFS_OK)
            throw std::runtime_error(path + ": the image is damaged");
        if (size == 0) break;
        out.write(buffer.data(), size);
        at += size;
    }
    if (!out.flush()) throw std::runtime_error(path + ": cannot be written; is there space?");
}

void unpackEntry(sqfs& image, const sqfs_dir_entry& entry, const std::string& path) {
    sqfs_inode inode;
    if (sqfs_inode_get(&image, &inode, entry.inode) != SQFS_OK)
        throw std::runtime_error(path + ": the image is damaged");
    switch (inode.base.inode_type) {
        case SQUASHFS_DIR_TYPE:
        case SQUASHFS_LDIR_TYPE: fs::create_directory(path); return;  // of the folder's mode only the default is needed
        case SQUASHFS_SYMLINK_TYPE:
        case SQUASHFS_LSYMLINK_TYPE: {
            std::array<char, PATH_MAX> target{};
            std::size_t size = target.size();
            if (sqfs_readlink(&image, &inode, target.data(), &size) != SQFS_OK)
                throw std::runtime_error(path + ": the image is damaged");
            fs::create_symlink(target.data(), path);
            return;
        }
        default: unpackFile(image, inode, path); (void)::chmod(path.c_str(), inode.base.mode & 0755);
    }
}

void unpack(const std::string& self, std::size_t offset, const std::string& folder) {
    sqfs image;
    if (sqfs_open_image(&image, self.c_str(), offset) != SQFS_OK) throw std::runtime_error(self + ": has no image");
    sqfs_traverse walk;
    sqfs_err error = sqfs_traverse_open(&walk, &image, sqfs_inode_root(&image));
    while (error == SQFS_OK && sqfs_traverse_next(&walk, &error)) {
        if (!walk.dir_end) unpackEntry(image, walk.entry, folder + "/" + walk.path);
    }
    sqfs_traverse_close(&walk);
    if (error != SQFS_OK) throw std::runtime_error(self + ": the image is damaged");
}

/// Two ends of a pipe.
struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() {
        if (::pipe(ends.data()) != 0) throw std::runtime_error(std::string("no pipe: ") + std::strerror(errno));
    }
    int in() const { return ends[0]; }
    int out() const { return ends[1]; }
};

void waitForEnd(int pipe) {
    char unused = 0;
    while (::read(pipe, &unused, 1) > 0 || errno == EINTR) errno = 0;
}

bool canMount() {
    if (!variable("APPIMAGE_EXTRACT_AND_RUN", "").empty() || ::access("/dev/fuse", R_OK | W_OK) != 0) return false;
    if (::geteuid() == 0) return true;
    return ::access("/usr/bin/fusermount3", X_OK) == 0 || ::access("/bin/fusermount3", X_OK) == 0;
}

/// Serves the mounted image until `used` is closed by all. Says on `ready` that it is mounted; returns false where that
/// fails.
bool serve(const std::string& self, std::size_t offset, const std::string& folder, int ready, int used) {
    sqfs_ll* image = sqfs_ll_open(self.c_str(), offset);
    if (!image) return false;
    fuse_lowlevel_ops operations{};
    operations.getattr = sqfs_ll_op_getattr;
    operations.opendir = sqfs_ll_op_opendir;
    operations.releasedir = sqfs_ll_op_releasedir;
    operations.readdir = sqfs_ll_op_readdir;
    operations.lookup = sqfs_ll_op_lookup;
    operations.open = sqfs_ll_op_open;
    operations.create = sqfs_ll_op_create;
    operations.release = sqfs_ll_op_release;
    operations.read = sqfs_ll_op_read;
    operations.readlink = sqfs_ll_op_readlink;
    operations.forget = sqfs_ll_op_forget;
    std::array<std::string, 3> words = {"stepscope", "-o", "ro,nosuid,nodev,fsname=stepscope"};
    std::array<char*, 3> argv = {words[0].data(), words[1].data(), words[2].data()};
    fuse_args arguments = FUSE_ARGS_INIT(static_cast<int>(argv.size()), argv.data());
    sqfs_ll_chan channel{};
    if (sqfs_ll_mount(&channel, folder.c_str(), &arguments, &operations, sizeof operations, image) != SQFS_OK)
        return false;
    (void)!::write(ready, "m", 1);
    std::thread([&] {
        waitForEnd(used);
        sqfs_ll_unmount(&channel, folder.c_str());  // which ends the loop
    }).detach();
    (void)fuse_session_loop(channel.session);
    return true;
}

/// The second process. Ends when the application has.
[[noreturn]] void keep(const std::string& self, std::size_t offset, const std::string& folder, int ready, int used) {
    (void)::setsid();
    for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) std::signal(signal, SIG_IGN);
    int status = 0;
    try {
        // Who reads the application's output must not wait for this process.
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO}) (void)::dup2(::open("/dev/null", O_RDWR), stream);
        const int errors = ::dup(STDERR_FILENO);
        (void)!std::freopen("/dev/null", "w", stderr);  // what FUSE says where it is not allowed
        if (!canMount() || !serve(self, offset, folder, ready, used)) {
            (void)::dup2(errors, STDERR_FILENO);
            unpack(self, offset, folder);
            (void)!::write(ready, "u", 1);
            (void)::freopen("/dev/null", "w", stderr);
            (void)::close(errors);
            waitForEnd(used);
        }
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        status = 1;
    }
    std::error_code ignored;
    fs::remove_all(folder, ignored);
    std::_Exit(status);
}

/// The folder with the application's files.
std::string provide(const std::string& self, std::size_t offset) {
    const std::string folder = temporaryFolder(variable("TMPDIR", "/tmp"));
    const Pipe ready, used;
    const pid_t keeper = ::fork();
    if (keeper < 0) throw std::runtime_error(std::string("no second process: ") + std::strerror(errno));
    if (keeper == 0) {
        (void)::close(ready.in());
        (void)::close(used.out());
        keep(self, offset, folder, ready.out(), used.in());
    }
    (void)::close(ready.out());
    (void)::close(used.in());
    (void)::fcntl(ready.in(), F_SETFD, FD_CLOEXEC);
    char said = 0;
    while (::read(ready.in(), &said, 1) < 0 && errno == EINTR) {
    }
    if (said == 0) throw std::runtime_error("the application's files cannot be provided in " + folder);
    return folder;  // used.out() stays open in what follows, and tells the keeper when all of it has ended
}

int start(int argc, char** argv) {
    const std::string self = fs::read_symlink("/proc/self/exe").string();
    const std::size_t offset = imageOffset(self);
    const std::string first = argc > 1 ? argv[1] : "";
    if (first == "--appimage-offset") {
        std::printf("%zu\n", offset);
        return 0;
    }
    if (first == "--appimage-extract") {
        fs::create_directory("squashfs-root");
        unpack(self, offset, "squashfs-root");
        return 0;
    }
    if (first == "--appimage-help") {
        std::puts(
            "--appimage-extract   unpacks the files into squashfs-root\n"
            "--appimage-offset    says where the squashfs image begins\n"
            "APPIMAGE_EXTRACT_AND_RUN=1 runs without FUSE, from a temporary folder.");
        return 0;
    }
    const std::string folder = provide(self, offset);
    (void)::setenv("APPIMAGE", self.c_str(), 1);
    (void)::setenv("APPDIR", folder.c_str(), 1);
    (void)::setenv("ARGV0", argv[0], 1);
    (void)::setenv("OWD", fs::current_path().c_str(), 1);
    const std::string program = folder + "/AppRun";
    (void)::execv(program.c_str(), argv);
    throw std::runtime_error(program + ": " + std::strerror(errno));
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return start(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
