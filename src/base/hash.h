// hash.h
// This component provides SHA-256 (FIPS 180-4) as lower-case hexadecimal text.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace credence {

std::string sha256(std::string_view bytes);

// Reads the file in pieces, so its size does not matter.
Result<std::string> sha256_of_file(const std::filesystem::path& path);

}  // namespace credence
