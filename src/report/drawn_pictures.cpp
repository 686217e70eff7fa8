#include "report/drawn_pictures.h"

#include "plot/draw.h"
#include "report/pictures.h"

namespace credence::report {

Result<std::vector<DrawnPicture>> draw_pictures(const RunSummary& run,
                                                std::string_view search_path) {
  std::vector<DrawnPicture> pictures;
  auto charts = pictures_of(run);
  if (charts.empty()) return pictures;
  const auto painter = TRY(plot::Painter::find(search_path));
  for (plot::Chart& chart : charts) {
    DrawnPicture picture;
    picture.png = TRY(painter.draw(chart, plot::Format::png));
    picture.svg = TRY(painter.draw(chart, plot::Format::svg));
    picture.chart = std::move(chart);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace credence::report
