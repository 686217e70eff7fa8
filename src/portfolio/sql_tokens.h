// sql_tokens.h
// This component provides SQL text as tokens with their lines, to the reading of
// schema.sql, to the feature dictionary and to the rules for SQL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace credence::portfolio {

enum class SqlKind {
  word,         // keyword or name, as written
  quoted_name,  // "..." with the quotes taken off
  text,         // '...' with the quotes taken off and '' made '
  number,       // 12, 0.5, 1e-3
  symbol,       // one of ( ) , ; . + - * / % = <> != < <= > >= || ::
  comment,      // -- to the end of the line, or /* */, without the marks, trimmed
  end
};

struct SqlToken {
  SqlKind kind = SqlKind::end;
  std::string text;
  int line = 0;

  // Keywords and names in SQL do not heed case: `keyword` is written in upper case.
  bool is_word(std::string_view keyword) const;
  bool is_symbol(std::string_view symbol) const;
};

// All tokens, ending with one of kind `end`. Fails with "line 3: ..." on a text or
// comment that does not end and on characters that no SQL has.
Result<std::vector<SqlToken>> tokens_of(std::string_view sql);

// The same without comments.
std::vector<SqlToken> without_comments(std::vector<SqlToken> tokens);

// "the word FROM", "the text 'x'", "the end of the file": for errors.
std::string describe(const SqlToken& token);

// Numbers such as 2024-1-31 or 31.01.2024, dates or not.
bool looks_like_date(const std::string& text);

std::string lower_case(std::string_view text);
std::string upper_case(std::string_view text);

// A column of the last SELECT, its name and the comment lines above it.
struct SelectedColumn {
  std::string name;
  std::string meaning;
  int line = 0;
};

// The columns of the last SELECT that is not inside parentheses: the result's columns.
// Fails with "line 3: ..." on a column without a name.
Result<std::vector<SelectedColumn>> selected_columns(std::string_view sql);

}  // namespace credence::portfolio
