// lock.h
// This component provides `Lock`, by which processes and threads that work on one
// registry wait for each other.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"

namespace credence::registry {

// Held until destroyed; the system releases it when a process dies.
class Lock {
 public:
  // Waits. Makes the lock file when there is none.
  static Result<Lock> for_writing(const std::filesystem::path& file);
  // Does not wait: none when another holds it or the file cannot be made.
  static std::optional<Lock> try_for_writing(const std::filesystem::path& file);
  // Waits for writers only. Without a lock file (a read-only copy, say) there is no
  // writer to wait for.
  static Result<Lock> for_reading(const std::filesystem::path& file);

  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  ~Lock();

 private:
  explicit Lock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace credence::registry
