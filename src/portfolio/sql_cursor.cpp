#include "portfolio/sql_cursor.h"

#include <algorithm>

namespace credence::portfolio {

const SqlToken& SqlCursor::after() const {
  return tokens_[std::min(next_ + 1, tokens_.size() - 1)];
}

const SqlToken& SqlCursor::take() {
  const SqlToken& token = tokens_[next_];
  if (token.kind != SqlKind::end) ++next_;
  return token;
}

bool SqlCursor::take_word(std::string_view word) {
  if (!here().is_word(word)) return false;
  ++next_;
  return true;
}

bool SqlCursor::take_symbol(std::string_view symbol) {
  if (!here().is_symbol(symbol)) return false;
  ++next_;
  return true;
}

Result<> SqlCursor::expect_word(std::string_view word) {
  if (!take_word(word)) return found(word);
  return {};
}

Result<> SqlCursor::expect_symbol(std::string_view symbol) {
  if (!take_symbol(symbol)) return found(fmt::format("\"{}\"", symbol));
  return {};
}

std::unexpected<Error> SqlCursor::found(std::string_view expected) const {
  return bad_input("line {}: found {}, expected {}", here().line, describe(here()),
                   expected);
}

}  // namespace credence::portfolio
