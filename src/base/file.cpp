#include "base/file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace credence {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> failed(std::string_view what, const fs::path& path, int number) {
  return environment("{}: {}: {}", path.string(), what, std::strerror(number));
}

class File {
 public:
  File(const fs::path& path, int flags)
      : descriptor_(::open(path.c_str(), flags, 0644)) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

fs::path without_slash(const fs::path& path) {
  return path.has_filename() ? path : path.parent_path();
}

// The thread's number: threads and processes that write the same file keep apart.
fs::path beside(const fs::path& path) {
  return path.parent_path() /
         fmt::format(".{}.{}.new", path.filename().string(), ::gettid());
}

// Renames, but never over something that another made meanwhile.
int rename_to_unused(const fs::path& from, const fs::path& to) {
  const int status =
      ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
  // Some file systems cannot promise that.
  return status != 0 && errno == EINVAL ? ::rename(from.c_str(), to.c_str()) : status;
}

// The user knows `path`, not the place beside it where the writing goes on.
Error about(const fs::path& path, const fs::path& fresh, Error error) {
  const std::string unknown = fresh.string(), known = path.string();
  for (std::size_t at; (at = error.message.find(unknown)) != std::string::npos;)
    error.message.replace(at, unknown.size(), known);
  return error;
}

Result<> flush(const fs::path& path) {
  File file(path, O_RDONLY | O_CLOEXEC);
  if (file.descriptor() < 0) return failed("cannot be opened", path, errno);
  if (::fsync(file.descriptor()) != 0 && errno != EINVAL)
    return failed("cannot be flushed to disk", path, errno);
  return {};
}

Result<> flush_all(const fs::path& folder) {
  std::error_code code;
  fs::recursive_directory_iterator entries(folder, code);
  for (; !code && entries != fs::recursive_directory_iterator();
       entries.increment(code))
    if (!entries->is_symlink(code)) TRY(flush(entries->path()));
  if (code)
    return environment("{}: cannot be read: {}", folder.string(), code.message());
  return flush(folder);
}

enum class Kept { flushed, unflushed };

Result<> write_all(const fs::path& path, std::string_view bytes, int flags, Kept kept) {
  File file(path, O_WRONLY | O_CREAT | O_CLOEXEC | flags);
  if (file.descriptor() < 0) return failed("cannot be written", path, errno);
  while (!bytes.empty()) {
    const ssize_t written = ::write(file.descriptor(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("cannot be written", path, errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (kept == Kept::flushed && ::fsync(file.descriptor()) != 0)
    return failed("cannot be flushed to disk", path, errno);
  return {};
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

}  // namespace

Result<std::string> read_file(const fs::path& path) {
  File file(path, O_RDONLY | O_CLOEXEC);
  if (file.descriptor() < 0)
    return std::unexpected(Error{
        errno == ENOENT ? ErrorKind::bad_input : ErrorKind::environment,
        fmt::format("{}: cannot be read: {}", path.string(), std::strerror(errno))});
  std::string text;
  char piece[1 << 16];
  for (;;) {
    const ssize_t got = ::read(file.descriptor(), piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed("cannot be read", path, errno);
    if (got == 0) return text;
    text.append(piece, static_cast<std::size_t>(got));
  }
}

Result<> write_file(const fs::path& path, std::string_view bytes) {
  const fs::path fresh = beside(path);
  if (auto written = write_all(fresh, bytes, O_TRUNC, Kept::flushed); !written) {
    ::unlink(fresh.c_str());
    return std::unexpected(about(path, fresh, written.error()));
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) {
    const int number = errno;
    ::unlink(fresh.c_str());
    return failed("cannot be put in place", path, number);
  }
  return flush(folder_of(path));
}

Result<> write_new_file(const fs::path& path, std::string_view bytes) {
  return write_all(path, bytes, O_EXCL, Kept::unflushed);
}

Result<> write_folder(const fs::path& given,
                      const std::function<Result<>(const fs::path&)>& fill) {
  const fs::path path = without_slash(given);
  std::error_code code;
  if (fs::exists(path, code))
    return bad_input("{}: exists already; name another folder or remove it",
                     path.string());
  TRY(make_folder(folder_of(path)));
  const fs::path fresh = beside(path);
  fs::remove_all(fresh, code);
  auto filled = [&]() -> Result<> {
    TRY(make_folder(fresh));
    TRY(fill(fresh));
    TRY(flush_all(fresh));
    if (rename_to_unused(fresh, path) != 0)
      return failed("cannot be put in place", path, errno);
    return flush(folder_of(path));
  }();
  if (filled) return {};
  fs::remove_all(fresh, code);
  return std::unexpected(about(path, fresh, filled.error()));
}

Result<> make_folder(const fs::path& path) {
  std::error_code code;
  fs::create_directories(path, code);
  if (code)
    return environment("{}: the folder cannot be made: {}", path.string(),
                       code.message());
  return {};
}

}  // namespace credence
