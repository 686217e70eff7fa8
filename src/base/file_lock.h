// file_lock.h
// This component provides `FileLock`, by which processes and threads that work on one
// folder or file wait for each other: the registry, the decision log.
#pragma once

#include <filesystem>
#include <optional>

#include "base/result.h"

namespace credence {

// Held until destroyed; the system releases it when a process dies.
class FileLock {
 public:
  // Waits. Makes the lock file when there is none.
  static Result<FileLock> for_writing(const std::filesystem::path& file);
  // Does not wait: none when another holds it or the file cannot be made.
  static std::optional<FileLock> try_for_writing(const std::filesystem::path& file);
  // Waits for writers only. Without a lock file (a read-only copy, say) there is no
  // writer to wait for.
  static Result<FileLock> for_reading(const std::filesystem::path& file);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace credence
