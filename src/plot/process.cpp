#include "plot/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace credence::plot {
namespace {

// Files in memory: a program that stops reading or writing cannot stop this one, as it
// could through a pipe.
class MemoryFile {
 public:
  explicit MemoryFile(const char* name)
      : descriptor_(::memfd_create(name, MFD_CLOEXEC)) {}
  ~MemoryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  int descriptor() const { return descriptor_; }

  bool fill(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return ::lseek(descriptor_, 0, SEEK_SET) == 0;
  }

  std::string content() const {
    struct stat facts{};
    if (::fstat(descriptor_, &facts) != 0) return "";
    std::string text(static_cast<std::size_t>(facts.st_size), '\0');
    std::size_t filled = 0;
    while (filled < text.size()) {
      const ssize_t got = ::pread(descriptor_, text.data() + filled,
                                  text.size() - filled, static_cast<off_t>(filled));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) break;
      filled += static_cast<std::size_t>(got);
    }
    text.resize(filled);
    return text;
  }

 private:
  int descriptor_;
};

std::vector<std::string> environment_for_fonts() {
  std::vector<std::string> variables = {"LC_ALL=C.UTF-8"};
  for (const char* name : {"HOME", "XDG_CACHE_HOME", "FONTCONFIG_PATH",
                           "FONTCONFIG_FILE", "GDFONTPATH", "TMPDIR"})
    if (const char* value = ::getenv(name))
      variables.push_back(std::string(name) + "=" + value);
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// 0, or the error number.
int spawn(const std::string& program, std::vector<std::string> arguments, int input,
          int output, int errors, pid_t& child) {
  arguments.insert(arguments.begin(), program);
  auto variables = environment_for_fonts();
  const auto argument_pointers = pointers_to(arguments);
  const auto variable_pointers = pointers_to(variables);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
  const int number = ::posix_spawn(&child, program.c_str(), &actions, nullptr,
                                   argument_pointers.data(), variable_pointers.data());
  ::posix_spawn_file_actions_destroy(&actions);
  return number;
}

// The wait status, or nothing when the time is over; the child is gone in any case.
std::optional<int> wait_for(pid_t child, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  int status = 0;
  while (std::chrono::steady_clock::now() < end) {
    const pid_t ended = ::waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) break;
    ::usleep(2000);
  }
  ::kill(child, SIGKILL);
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return {};
}

}  // namespace

std::optional<std::string> find_program(std::string_view name,
                                        std::string_view search_path) {
  while (!search_path.empty()) {
    const std::string_view folder = search_path.substr(0, search_path.find(':'));
    search_path.remove_prefix(std::min(search_path.size(), folder.size() + 1));
    if (!folder.starts_with('/')) continue;
    const std::string candidate = std::string(folder) + "/" + std::string(name);
    struct stat facts{};
    if (::stat(candidate.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) &&
        ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return {};
}

Result<Finished> run_program(const std::string& program,
                             const std::vector<std::string>& arguments,
                             std::string_view input, std::chrono::milliseconds limit) {
  MemoryFile in("input"), out("output"), errors("errors");
  if (in.descriptor() < 0 || out.descriptor() < 0 || errors.descriptor() < 0 ||
      !in.fill(input))
    return environment("{}: no memory for its input: {}", program,
                       std::strerror(errno));
  pid_t child = 0;
  if (const int number = spawn(program, arguments, in.descriptor(), out.descriptor(),
                               errors.descriptor(), child))
    return environment("{}: cannot be started: {}", program, std::strerror(number));
  const auto status = wait_for(child, limit);
  if (!status)
    return environment("{}: has not ended after {} seconds and was stopped", program,
                       static_cast<double>(limit.count()) / 1000);
  return Finished{WIFEXITED(*status) ? WEXITSTATUS(*status) : -1, out.content(),
                  errors.content()};
}

}  // namespace credence::plot
