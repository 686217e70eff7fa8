// hardship.h
// This component provides folders to spoil, and processes that are killed, denied or
// out of disk space, to the tests of everything that writes files.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/result.h"

namespace credence {

// In memory where the system has such a place: flushing to disk would take most of the
// time of a test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    const bool in_memory = ::access("/dev/shm", W_OK | X_OK) == 0;
    const std::filesystem::path base =
        in_memory ? "/dev/shm" : std::filesystem::temp_directory_path();
    std::string name = (base / "credence.XXXXXX").string();
    path_ = ::mkdtemp(name.data());
    ::chmod(path_.c_str(), 0755);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

inline std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

// Runs `work` in a process of its own and kills it with SIGKILL before so many
// milliseconds are over, at a moment drawn from `seed`.
template <class Work>
void run_and_kill(int seed, Work work, unsigned milliseconds = 30) {
  const pid_t child = ::fork();
  if (child == 0) {
    work();
    ::_exit(0);
  }
  Random random(static_cast<std::uint64_t>(seed));
  ::usleep(static_cast<useconds_t>(random.below(milliseconds * 1000)));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

// The error of `work`, run in a process of its own after `prepare`.
template <class Prepare, class Work>
Error error_in_process(Prepare prepare, Work work) {
  int ends[2];
  if (::pipe(ends) != 0) return {ErrorKind::internal, "no pipe"};
  const pid_t child = ::fork();
  if (child == 0) {
    prepare();
    const auto result = work();
    std::string text = "0no error";
    if (!result)
      text = std::to_string(static_cast<int>(result.error().kind)) +
             result.error().message;
    (void)!::write(ends[1], text.data(), text.size());
    ::_exit(0);
  }
  ::close(ends[1]);
  std::string text;
  char piece[4096];
  for (ssize_t got; (got = ::read(ends[0], piece, sizeof piece)) > 0;)
    text.append(piece, static_cast<std::size_t>(got));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  if (text.empty()) return {ErrorKind::internal, "the process died"};
  return {static_cast<ErrorKind>(text[0] - '0'), text.substr(1)};
}

// The error of `work` when nothing in `folder` itself may be made or replaced. Root may
// write everywhere, so it becomes nobody for that.
template <class Work>
Error when_read_only(const std::filesystem::path& folder, Work work) {
  ::chmod(folder.c_str(), 0555);
  Error error = error_in_process([] { (void)!::setresuid(65534, 65534, 65534); },
                                 std::move(work));
  ::chmod(folder.c_str(), 0755);
  return error;
}

// The error of `work` when no file may grow beyond 64 KiB.
template <class Work>
Error when_files_are_limited(Work work) {
  return error_in_process(
      [] {
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{65536, 65536};
        ::setrlimit(RLIMIT_FSIZE, &limit);
      },
      std::move(work));
}

// A disk of 256 KiB mounted on the folder, if this process may do that.
class FullDisk {
 public:
  explicit FullDisk(const std::filesystem::path& folder)
      : folder_(folder),
        mounted_(::mount("none", folder.c_str(), "tmpfs", 0, "size=256k") == 0) {}
  ~FullDisk() {
    if (mounted_) ::umount2(folder_.c_str(), MNT_DETACH);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;
  bool mounted() const { return mounted_; }

 private:
  std::filesystem::path folder_;
  bool mounted_;
};

}  // namespace credence
