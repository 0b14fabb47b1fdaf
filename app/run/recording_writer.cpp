#include "app/run/recording_writer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <system_error>

#include "app/run/error_reason.h"
#include "app/run/recording.h"
#include "engine/files/atomic_file.h"

namespace app {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw std::runtime_error(path + ": cannot write the recording: " + why);
}

/// A device takes bytes and has nothing to lose: /dev/null, a terminal.
bool isDevice(const std::string& path) {
    struct stat found {};
    return ::stat(path.c_str(), &found) == 0 && S_ISCHR(found.st_mode);
}

/// An open file, closed at the end of its scope.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int get() const { return m_fd; }

private:
    int m_fd;
};

}  // namespace

bool isBeingRecorded(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    return file.get() >= 0 && ::flock(file.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

void requireRecordable(const std::string& path) {
    struct stat found {};
    if (isDevice(path)) return;
    if (::lstat(path.c_str(), &found) != 0) {
        if (errno == ENOENT) return;
        refuse(path, std::generic_category().message(errno));
    }
    if (S_ISLNK(found.st_mode)) refuse(path, "it is a symbolic link; name the file itself, or another one");
    if (!S_ISREG(found.st_mode)) refuse(path, "it is not a file");
    if (found.st_size == 0) return;
    if (!startsAsRecording(path))
        refuse(path, "the file exists and is not a recording; choose another name, or remove it");
    if (isBeingRecorded(path)) refuse(path, "another run is recording to it; choose another name");
}

void saveRecording(const std::string& path, const EventLog& events) {
    constexpr std::size_t kBufferBytes = std::size_t{1} << 20;
    requireRecordable(path);
    engine::FileDraft draft(path);
    std::string lines;
    for (const Event& event : events) {
        lines += toJsonLine(event);
        lines += '\n';
        if (lines.size() < kBufferBytes) continue;
        draft.append(lines);
        lines.clear();
    }
    draft.append(lines);
    draft.sync();
    draft.close();
    draft.putInPlace();
}

/// Where the lines go: a draft that takes the file's place at the first line, or a device.
class RecordingWriter::Target {
public:
    explicit Target(const std::string& path) {
        if (isDevice(path)) {
            m_device = std::make_unique<Descriptor>(::open(path.c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC));
            if (m_device->get() < 0) refuse(path, std::generic_category().message(errno));
            return;
        }
        m_draft = std::make_unique<engine::FileDraft>(path);
        (void)::flock(m_draft->descriptor(), LOCK_EX | LOCK_NB);  // some file systems have no locks
    }

    void append(const std::string& line, const std::string& path) {
        if (m_device) {
            for (std::size_t done = 0; done < line.size();) {
                const ssize_t written = ::write(m_device->get(), line.data() + done, line.size() - done);
                if (written < 0 && errno == EINTR) continue;
                if (written <= 0)
                    throw std::runtime_error(path + ": cannot be written: " + std::generic_category().message(errno));
                done += static_cast<std::size_t>(written);
            }
            return;
        }
        m_draft->append(line);
        if (m_begun) return;
        requireRecordable(path);  // again: loading a model takes a while
        m_draft->putInPlace();
        m_begun = true;
    }

    /// The next run may take the file's place.
    void unlock() {
        if (m_draft) (void)::flock(m_draft->descriptor(), LOCK_UN);
    }

private:
    std::unique_ptr<Descriptor> m_device;
    std::unique_ptr<engine::FileDraft> m_draft;
    bool m_begun = false;
};

RecordingWriter::RecordingWriter(const std::string& path) : m_path(path) {
    requireRecordable(path);
    m_target = std::make_unique<Target>(path);
}

RecordingWriter::~RecordingWriter() = default;

bool RecordingWriter::append(const Event& event) {
    if (!m_target) return false;
    try {
        m_target->append(toJsonLine(event) + "\n", m_path);
        if (std::holds_alternative<RunFinished>(event.body)) m_target->unlock();
        return true;
    } catch (const std::exception& error) {
        m_problem = reasonOf(error);
        m_target.reset();
        return false;
    }
}

}  // namespace app
