// background.h
// This component provides `Background`, what the result files of a run say beside its
// numbers, to the commands that know it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace credence::report {

struct Background {
  // What the numbers were made from: "features.sql (SHA-256)" and its hash.
  std::vector<std::pair<std::string, std::string>> provenance;
  std::map<std::string, std::string> concepts;  // of features that have one
  std::string search_path = "/usr/local/bin:/usr/bin:/bin";  // for gnuplot
  unsigned threads = 2;                                      // that draw at once
};

}  // namespace credence::report
