// sql_cursor.h
// This component provides `SqlCursor`, a place in a text's tokens with what a reader
// does there, to the readers of schema.sql and of queries.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "portfolio/sql_tokens.h"

namespace credence::portfolio {

class SqlCursor {
 public:
  // `tokens` end with one of kind `end` and hold no comments.
  explicit SqlCursor(std::vector<SqlToken> tokens) : tokens_(std::move(tokens)) {}

  const SqlToken& here() const { return tokens_[next_]; }
  const SqlToken& after() const;

  // The token here, of which the cursor moves on; never beyond the end.
  const SqlToken& take();

  // Whether the token here was this one; the cursor then moved on.
  bool take_word(std::string_view word);
  bool take_symbol(std::string_view symbol);

  // Fail with "line 3: found ..., expected ...".
  Result<> expect_word(std::string_view word);
  Result<> expect_symbol(std::string_view symbol);
  std::unexpected<Error> found(std::string_view expected) const;

 private:
  std::vector<SqlToken> tokens_;
  std::size_t next_ = 0;
};

}  // namespace credence::portfolio
