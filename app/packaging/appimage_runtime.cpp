// The beginning of an AppImage of type 2: this program, with a squashfs image of the application behind it in the same
// file. It mounts the image with FUSE, or unpacks it into a temporary folder where there is no FUSE, and becomes the
// AppRun in it. A second process, the keeper, has the files there until the application and all that it started have
// ended, and then removes their folder. Where the keeper was killed as well, the next start removes it.
// Built by appimage_runtime.sh with libsquashfuse and libfuse3. One thread in each of the two.
#include <elf.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/file.h>
#include <sys/mount.h>
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
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
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

/// A folder of one run: its name, and a lock on it. Who has the lock open uses the folder: the keeper, the application
/// and what that starts. systemd-tmpfiles leaves locked folders alone as well.
struct RunFolder {
    std::string name;
    int lock = -1;
    std::string files() const { return name + "/files"; }
};

constexpr std::string_view kFolderPrefix = "stepscope-appimage-";
constexpr std::string_view kFolderRandom = "XXXXXX";  // for mkdtemp

/// Whether `lock` is still on the folder of that name, and not on one that was removed meanwhile.
bool isFolder(int lock, const std::string& name) {
    struct stat open {
    }, there{};
    return ::fstat(lock, &open) == 0 && ::lstat(name.c_str(), &there) == 0 && open.st_dev == there.st_dev &&
           open.st_ino == there.st_ino;
}

RunFolder makeRunFolder(const std::string& parent) {
    for (int tries = 0; tries < 100; ++tries) {
        RunFolder folder{parent + "/" + std::string(kFolderPrefix) + std::string(kFolderRandom)};
        if (!::mkdtemp(folder.name.data()))
            throw std::runtime_error("no folder can be made in " + parent + ": " + std::strerror(errno));
        folder.lock = ::open(folder.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        // Another start may take the new folder for an abandoned one before it is locked.
        if (folder.lock >= 0 && ::flock(folder.lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
            (void)::close(folder.lock);
            continue;
        }
        if (folder.lock >= 0 && isFolder(folder.lock, folder.name) && ::mkdir(folder.files().c_str(), 0700) == 0)
            return folder;
        if (folder.lock >= 0) (void)::close(folder.lock);
    }
    throw std::runtime_error("no folder can be kept in " + parent);
}

/// Removes the mount of a keeper that was killed.
void unmountDead(const RunFolder& folder) {
    const std::string files = folder.files();
    struct stat there {
    }, outside{};
    const bool answers = ::lstat(files.c_str(), &there) == 0;
    if (!answers && errno != ENOTCONN) return;
    if (answers && ::fstat(folder.lock, &outside) == 0 && there.st_dev == outside.st_dev) return;
    if (::geteuid() == 0) {
        (void)::umount2(files.c_str(), MNT_DETACH | UMOUNT_NOFOLLOW);
        return;
    }
    std::array<std::string, 6> words = {"fusermount3", "-u", "-q", "-z", "--", files};
    std::array<char*, 7> argv{};
    for (std::size_t i = 0; i < words.size(); ++i) argv[i] = words[i].data();
    pid_t child = 0;
    if (::posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ) == 0)
        (void)::waitpid(child, nullptr, 0);
}

void removeRunFolder(const RunFolder& folder) {
    std::error_code ignored;
    fs::remove_all(folder.name, ignored);
}

/// Removes this user's run folders that nobody has locked: those of runs whose keeper was killed.
void removeAbandoned(const std::string& parent) {
    std::error_code error;
    for (fs::directory_iterator entry(parent, error), end; !error && entry != end; entry.increment(error)) {
        RunFolder folder{entry->path().string()};
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(kFolderPrefix) || name.size() != kFolderPrefix.size() + kFolderRandom.size()) continue;
        folder.lock = ::open(folder.name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (folder.lock < 0) continue;
        struct stat there {};
        if (::fstat(folder.lock, &there) == 0 && there.st_uid == ::geteuid() &&
            ::flock(folder.lock, LOCK_EX | LOCK_NB) == 0 && isFolder(folder.lock, folder.name)) {
            unmountDead(folder);
            removeRunFolder(folder);
        }
        (void)::close(folder.lock);
    }
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

/// Nothing is written to standard error, as by FUSE where it is not allowed, while this exists.
class Silence {
public:
    Silence() : m_errors(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) { redirect(STDERR_FILENO); }
    ~Silence() {
        (void)::dup2(m_errors, STDERR_FILENO);
        (void)::close(m_errors);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;

    /// Sends a stream to where nothing is kept.
    static void redirect(int stream) {
        const int nowhere = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        (void)::dup2(nowhere, stream);
        if (nowhere > STDERR_FILENO) (void)::close(nowhere);
    }

private:
    int m_errors;
};

/// Mounts the image; nothing where that fails.
std::optional<sqfs_ll_chan> mountImage(const std::string& self, std::size_t offset, const std::string& files) {
    if (!canMount()) return std::nullopt;
    const Silence silence;
    sqfs_ll* image = sqfs_ll_open(self.c_str(), offset);
    if (!image) return std::nullopt;
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
    if (sqfs_ll_mount(&channel, files.c_str(), &arguments, &operations, sizeof operations, image) != SQFS_OK)
        return std::nullopt;
    return channel;
}

/// Answers what is asked of the mount until `used` is closed by all who use it, or the mount is gone.
void serve(fuse_session* session, int used) {
    std::array<pollfd, 2> watched = {pollfd{fuse_session_fd(session), POLLIN, 0}, pollfd{used, POLLIN, 0}};
    fuse_buf request{};
    while (!fuse_session_exited(session)) {
        if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
        if (watched[1].revents != 0) break;  // nobody writes: this is its end
        if (watched[0].revents == 0) continue;
        const int size = fuse_session_receive_buf(session, &request);
        if (size == -EINTR || size == -EAGAIN) continue;
        if (size <= 0) break;
        fuse_session_process_buf(session, &request);
    }
    std::free(request.mem);
}

/// Provides the files and says so on `ready`, then waits until `used` is closed by all who use them.
void provideUntilUnused(const std::string& self, std::size_t offset, const RunFolder& folder, int ready, int used) {
    std::optional<sqfs_ll_chan> channel = mountImage(self, offset, folder.files());
    if (!channel) unpack(self, offset, folder.files());
    (void)!::write(ready, "r", 1);
    // Who reads what the application says must not wait for this process.
    Silence::redirect(STDERR_FILENO);
    if (channel) serve(channel->session, used);
    waitForEnd(used);
    if (channel) sqfs_ll_unmount(&*channel, folder.files().c_str());
}

/// The second process. Ends when the application has.
[[noreturn]] void keep(const std::string& self, std::size_t offset, const RunFolder& folder, int ready, int used) {
    (void)::setsid();
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO}) Silence::redirect(stream);
    int status = 0;
    try {
        removeAbandoned(fs::path(folder.name).parent_path());
        provideUntilUnused(self, offset, folder, ready, used);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        status = 1;
    }
    removeRunFolder(folder);
    std::_Exit(status);
}

/// While it exists, the signals that end programs wait. The keeper gets none of them.
class SignalsWait {
public:
    SignalsWait() {
        sigset_t ending;
        sigemptyset(&ending);
        for (const int signal : kEnding) sigaddset(&ending, signal);
        (void)::sigprocmask(SIG_BLOCK, &ending, &m_before);
    }
    ~SignalsWait() { (void)::sigprocmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsWait(const SignalsWait&) = delete;
    SignalsWait& operator=(const SignalsWait&) = delete;

    static void ignore() {
        for (const int signal : kEnding) std::signal(signal, SIG_IGN);
    }

private:
    static constexpr std::array kEnding = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    sigset_t m_before{};
};

/// The folder with the application's files.
std::string provide(const std::string& self, std::size_t offset) {
    const Pipe ready, used;
    RunFolder folder;
    {
        const SignalsWait wait;
        folder = makeRunFolder(variable("TMPDIR", "/tmp"));
        const pid_t keeper = ::fork();
        if (keeper < 0) {
            removeRunFolder(folder);
            throw std::runtime_error(std::string("no second process: ") + std::strerror(errno));
        }
        if (keeper == 0) {
            SignalsWait::ignore();
            (void)::close(ready.in());
            (void)::close(used.out());
            keep(self, offset, folder, ready.out(), used.in());
        }
    }
    (void)::close(ready.out());
    (void)::close(used.in());
    (void)::fcntl(ready.in(), F_SETFD, FD_CLOEXEC);
    char said = 0;
    while (::read(ready.in(), &said, 1) < 0 && errno == EINTR) {
    }
    if (said == 0) throw std::runtime_error("the application's files cannot be provided in " + folder.name);
    return folder.files();  // used.out() and the lock stay open in what follows: they tell who uses the files
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
    const int error = errno;
    throw std::runtime_error(program + ": " + std::strerror(error) +
                             (error == EACCES ? "; set TMPDIR to a folder that programs can be started from" : ""));
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
