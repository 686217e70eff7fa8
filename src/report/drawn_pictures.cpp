#include "report/drawn_pictures.h"

#include "base/parallel.h"
#include "plot/draw.h"
#include "report/pictures.h"

namespace credence::report {

Result<std::vector<DrawnPicture>> draw_pictures(const RunSummary& run,
                                                std::string_view search_path,
                                                unsigned threads) {
  std::vector<DrawnPicture> pictures;
  for (plot::Chart& chart : pictures_of(run))
    pictures.push_back({std::move(chart), "", ""});
  if (pictures.empty()) return pictures;
  const auto painter = TRY(plot::Painter::find(search_path));
  std::vector<Result<>> drawn(2 * pictures.size());
  parallel_for(drawn.size(), threads, [&](std::size_t i) {
    DrawnPicture& picture = pictures[i / 2];
    const bool is_png = i % 2 == 0;
    auto bytes =
        painter.draw(picture.chart, is_png ? plot::Format::png : plot::Format::svg);
    if (bytes)
      (is_png ? picture.png : picture.svg) = *std::move(bytes);
    else
      drawn[i] = std::unexpected(std::move(bytes).error());
  });
  for (Result<>& one : drawn) TRY(std::move(one));
  return pictures;
}

}  // namespace credence::report
