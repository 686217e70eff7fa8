#include "base/hash.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace credence {
namespace {

class Hash : public testing::Test {
 protected:
  Hash() {
    std::string name =
        (std::filesystem::temp_directory_path() / "hash.XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Hash() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path write(const std::string& bytes) const {
    std::ofstream(folder_ / "file", std::ios::binary) << bytes;
    return folder_ / "file";
  }
  std::filesystem::path folder_;
};

// The example vectors of FIPS 180-4 (NIST, "SHA-256 examples").
const struct {
  std::string bytes;
  const char* digest;
} vectors[] = {
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {std::string(1'000'000, 'a'),
     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
};

TEST_F(Hash, IsThatOfTheStandardsVectors) {
  for (const auto& [bytes, digest] : vectors) EXPECT_EQ(sha256(bytes), digest);
}

TEST_F(Hash, OfAFileIsThatOfItsBytes) {
  for (const auto& [bytes, digest] : vectors)
    EXPECT_EQ(sha256_of_file(write(bytes)).value(), digest);
  const std::string with_zeros("\0\n\0\r\xff", 5);
  EXPECT_EQ(sha256_of_file(write(with_zeros)).value(), sha256(with_zeros));
}

TEST_F(Hash, OfAFileThatIsNotThereFailsByItsName) {
  const auto path = folder_ / "absent";
  EXPECT_EQ(sha256_of_file(path).error().message,
            path.string() + ": cannot be read: No such file or directory");
  EXPECT_FALSE(sha256_of_file(folder_).has_value());
}

}  // namespace
}  // namespace credence
