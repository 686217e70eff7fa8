#include "base/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace credence {
namespace {

int lock(int descriptor, int how) {
  int status = 0;
  do status = ::flock(descriptor, how);
  while (status != 0 && errno == EINTR);
  return status;
}

constexpr int writing = O_RDWR | O_CREAT | O_CLOEXEC;

}  // namespace

Result<FileLock> FileLock::for_writing(const std::filesystem::path& file) {
  FileLock held(::open(file.c_str(), writing, 0644));
  if (held.descriptor_ < 0)
    return environment("{}: cannot be opened for writing: {}", file.string(),
                       std::strerror(errno));
  if (lock(held.descriptor_, LOCK_EX) != 0)
    return environment("{}: cannot be locked: {}", file.string(), std::strerror(errno));
  return held;
}

std::optional<FileLock> FileLock::try_for_writing(const std::filesystem::path& file) {
  FileLock held(::open(file.c_str(), writing, 0644));
  if (held.descriptor_ < 0 || lock(held.descriptor_, LOCK_EX | LOCK_NB) != 0)
    return std::nullopt;
  return held;
}

Result<FileLock> FileLock::for_reading(const std::filesystem::path& file) {
  FileLock held(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (held.descriptor_ < 0 && errno == ENOENT) return held;
  if (held.descriptor_ < 0)
    return environment("{}: cannot be opened: {}", file.string(), std::strerror(errno));
  if (lock(held.descriptor_, LOCK_SH) != 0)
    return environment("{}: cannot be locked: {}", file.string(), std::strerror(errno));
  return held;
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace credence
