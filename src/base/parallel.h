// parallel.h
// This component provides `parallel_for`, to work whose pieces are independent. The
// result may not depend on which thread took which piece.
#pragma once

#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace credence {

// Calls work(i) for i in [0, count), on at most `threads` threads, in order of i.
// `work` may not throw.
template <class Work>
void parallel_for(std::size_t count, unsigned threads, Work&& work) {
  std::atomic<std::size_t> next{0};
  const auto loop = [&] {
    for (std::size_t i; (i = next.fetch_add(1)) < count;) work(i);
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads && t < count; ++t) others.emplace_back(loop);
  loop();
}

}  // namespace credence
