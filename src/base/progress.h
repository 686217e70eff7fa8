// progress.h
// This component provides `Progress`, to which long work tells how far it is; the
// command line shows it as a bar, tests and programs pass `no_progress()`.
#pragma once

#include <cstddef>
#include <string_view>

namespace credence {

class Progress {
 public:
  virtual ~Progress() = default;
  // A new piece of work of `total` steps; ends the one before.
  virtual void begin(std::string_view what, std::size_t total) = 0;
  // May be called from any thread. `note` (best so far, say) replaces the last one.
  virtual void advance(std::size_t steps, std::string_view note = {}) = 0;
  virtual void end() = 0;
};

Progress& no_progress();

}  // namespace credence
