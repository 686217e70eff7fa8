#include "features/segments.h"

#include <fmt/format.h>

namespace credence::features {
namespace {

using portfolio::Segment;
using table::Column;
using table::Type;

std::string condition_of(const Segment& segment) {
  const std::string& feature = segment.feature;
  if (segment.missing) return feature + " missing";
  if (segment.is) {
    if (const auto* category = std::get_if<std::string>(&*segment.is))
      return fmt::format("{} is \"{}\"", feature, *category);
    return feature + (std::get<std::int64_t>(*segment.is) ? " is true" : " is false");
  }
  if (segment.at_least && segment.at_most)
    return fmt::format("{} {} to {}", feature, *segment.at_least, *segment.at_most);
  return segment.at_least ? fmt::format("{} at least {}", feature, *segment.at_least)
                          : fmt::format("{} at most {}", feature, *segment.at_most);
}

bool belongs(const Segment& segment, const Column& column, std::uint32_t row) {
  if (column.is_missing(row)) return segment.missing;
  if (segment.missing) return false;
  if (column.type == Type::text)
    return segment.is && std::get<std::string>(*segment.is) == column.text(row);
  const double value = column.number(row);
  if (segment.is)
    return value == static_cast<double>(std::get<std::int64_t>(*segment.is));
  return !(segment.at_least && value < *segment.at_least) &&
         !(segment.at_most && value > *segment.at_most);
}

}  // namespace

std::vector<SegmentRows> rows_by_segment(const portfolio::Portfolio& portfolio,
                                         const table::Table& features,
                                         std::span<const std::uint32_t> rows) {
  std::vector<SegmentRows> result;
  for (const Segment& segment : portfolio.segments) {
    SegmentRows found{segment.name, condition_of(segment), {}};
    const Column& column = *features.find(segment.feature);
    for (const std::uint32_t row : rows)
      if (belongs(segment, column, row)) found.rows.push_back(row);
    result.push_back(std::move(found));
  }
  return result;
}

}  // namespace credence::features
