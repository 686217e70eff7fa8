// computed.h
// This component provides the functions behind computed columns, values that are worked
// out before SQL sees them, to the generator, ingestion and scoring alike.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/result.h"
#include "table/value.h"

namespace credence::portfolio {

// The equated monthly instalment that repays `principal` (smallest currency unit) in
// `months` at `annual_percent`: P r (1+r)^n / ((1+r)^n - 1), r = rate / 1200; P / n at
// rate 0. Rounded half up to the unit.
std::int64_t emi(std::int64_t principal, double annual_percent, std::int64_t months);

// Applies the function `name` ("emi": principal, annual percent, months). Missing when
// an argument is. Fails with `bad_input` on an unknown name or a wrong argument.
Result<table::Value> compute(std::string_view name,
                             std::span<const table::Value> arguments);

bool is_computed_function(std::string_view name);

}  // namespace credence::portfolio
