// html_sections.h
// This component provides the sections of the report page, in the order in which a risk
// committee asks, to the page. Each is HTML, empty where nothing is known.
#pragma once

#include <string>
#include <vector>

#include "report/background.h"
#include "report/drawn_pictures.h"
#include "report/run_summary.h"

namespace credence::report {

// What the sections are made of.
struct Material {
  const RunSummary& run;
  const Background& background;
  const std::vector<DrawnPicture>& pictures;

  const ModelSummary& champion() const { return run.models[run.champion]; }
};

std::string summary_section(const Material& material);     // five sentences
std::string data_section(const Material& material);        // and target
std::string comparison_section(const Material& material);  // all models, intervals
std::string champion_section(const Material& material);    // and why it is
std::string decision_section(const Material& material);    // threshold and costs
std::string calibration_section(const Material& material);
std::string segments_section(const Material& material);
std::string drivers_section(const Material& material);   // of the champion
std::string features_section(const Material& material);  // bins and stability
std::string limits_section(const Material& material);    // and warnings
std::string provenance_section(const Material& material);

}  // namespace credence::report
