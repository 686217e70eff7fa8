// html_parts.h
// This component provides the pieces of which the report page is made, to its sections.
// Names say what is text, to be escaped, and what is HTML already.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/drawn_pictures.h"

namespace credence::report {

std::string html_of(std::string_view text);    // escaped
std::string paragraph(std::string_view html);  // <p>
std::string heading_3(std::string_view text);

// A section with its heading; nothing when there is nothing in it.
std::string section(std::string_view id, std::string_view heading_text,
                    const std::string& html);

struct HtmlTable {
  std::string caption;             // text
  std::vector<std::string> heads;  // text; the first is of the row's name
  std::vector<std::vector<std::string>> rows = {};  // HTML
  std::optional<std::size_t> marked = {};           // row
  std::vector<std::size_t> words = {};  // columns of words, to the left; others are
                                        // numbers
};
std::string table(const HtmlTable& content);  // nothing without rows

// The picture of this name with its words, if it was drawn.
std::string figure(std::string_view name, const std::vector<DrawnPicture>& pictures);

// An estimate with its interval on an axis, and where the best possible lies.
struct IntervalBar {
  double value = 0, low = 0, high = 1;
  std::optional<double> best;
  double axis_low = 0, axis_high = 1;
  bool marked = false;
};
std::string interval_bar(const IntervalBar& bar);

// A bar of this share of the full width.
std::string share_bar(double share);

std::string three_decimals(double value);
std::string with_interval(double value, double low,
                          double high);  // "0.778 (0.741–0.815)"
std::string small_p(double p);           // "0.034", "< 0.001"

// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& texts);

}  // namespace credence::report
