#include "portfolio/sql_tokens.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <regex>

namespace credence::portfolio {
namespace {

bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return std::string(text);
}

constexpr std::array<std::string_view, 6> long_symbols{
    "<>", "!=", "<=", ">=", "||", "::"};
constexpr std::string_view short_symbols = "(),;.+-*/%=<>";

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : rest_(sql) {}

  Result<std::vector<SqlToken>> scan() {
    std::vector<SqlToken> tokens;
    for (;;) {
      while (!rest_.empty() && is_space(rest_.front())) take(1);
      const int line = line_;
      if (rest_.empty()) {
        tokens.push_back({SqlKind::end, "", line});
        return tokens;
      }
      SqlToken token = TRY(next());
      token.line = line;
      tokens.push_back(std::move(token));
    }
  }

 private:
  std::string_view take(std::size_t count) {
    const std::string_view taken = rest_.substr(0, count);
    line_ += static_cast<int>(std::count(taken.begin(), taken.end(), '\n'));
    rest_.remove_prefix(taken.size());
    return taken;
  }

  template <class Belongs>
  std::string_view take_while(Belongs belongs) {
    std::size_t length = 0;
    while (length < rest_.size() && belongs(rest_[length])) ++length;
    return take(length);
  }

  Result<SqlToken> next() {
    const char first = rest_.front();
    const char second = rest_.size() > 1 ? rest_[1] : '\0';
    if (is_letter(first))
      return SqlToken{
          SqlKind::word,
          std::string(take_while([](char c) { return is_letter(c) || is_digit(c); }))};
    if (is_digit(first) || (first == '.' && is_digit(second))) return number();
    if (first == '\'') return quoted('\'', SqlKind::text, "text");
    if (first == '"') return quoted('"', SqlKind::quoted_name, "quoted name");
    if (first == '-' && second == '-') {
      const std::string_view line = take_while([](char c) { return c != '\n'; });
      return SqlToken{SqlKind::comment, trimmed(line.substr(2))};
    }
    if (first == '/' && second == '*') {
      const std::size_t close = rest_.find("*/", 2);
      if (close == std::string_view::npos)
        return bad_input(
            "line {}: the comment that starts here does not end, expected */", line_);
      const std::string_view whole = take(close + 2);
      return SqlToken{SqlKind::comment, trimmed(whole.substr(2, whole.size() - 4))};
    }
    for (const std::string_view symbol : long_symbols)
      if (rest_.starts_with(symbol))
        return SqlToken{SqlKind::symbol, std::string(take(2))};
    if (short_symbols.find(first) != std::string_view::npos)
      return SqlToken{SqlKind::symbol, std::string(take(1))};
    const auto byte = static_cast<unsigned char>(first);
    if (byte < 0x20 || byte > 0x7e)
      return bad_input(
          "line {}: found the byte 0x{:02X} outside quotes and comments, "
          "expected plain letters",
          line_, byte);
    return bad_input(
        "line {}: found the character '{}', which portfolio SQL does not have", line_,
        first);
  }

  Result<SqlToken> number() {
    const std::string_view start = rest_;
    take_while([](char c) { return is_digit(c) || c == '.'; });
    if (!rest_.empty() && (rest_.front() == 'e' || rest_.front() == 'E')) {
      take(1);
      if (!rest_.empty() && (rest_.front() == '+' || rest_.front() == '-')) take(1);
      take_while(is_digit);
    }
    std::string text(start.substr(0, start.size() - rest_.size()));
    double value = 0;
    const auto [stop, code] =
        std::from_chars(text.data(), text.data() + text.size(), value);
    if (code == std::errc::invalid_argument || stop != text.data() + text.size())
      return bad_input("line {}: found \"{}\", expected a number such as 0.5", line_,
                       text);
    if (!rest_.empty() && is_letter(rest_.front()))
      return bad_input("line {}: found \"{}{}\", expected a number or a name", line_,
                       text, rest_.front());
    return SqlToken{SqlKind::number, std::move(text)};
  }

  Result<SqlToken> quoted(char mark, SqlKind kind, std::string_view what) {
    const int line = line_;
    std::string text;
    take(1);
    while (!rest_.empty()) {
      const char c = take(1).front();
      if (c != mark)
        text += c;
      else if (!rest_.empty() && rest_.front() == mark)
        text += take(1).front();
      else
        return SqlToken{kind, std::move(text)};
    }
    return bad_input("line {}: the {} that starts here does not end, expected {}", line,
                     what, mark);
  }

  std::string_view rest_;
  int line_ = 1;
};

// The name that a result column gets: after AS, a name on its own, or a.name.
Result<std::string> name_of_item(const std::vector<SqlToken>& item, int line) {
  const std::size_t size = item.size();
  const bool ends_in_name = size > 0 && (item[size - 1].kind == SqlKind::word ||
                                         item[size - 1].kind == SqlKind::quoted_name);
  const bool named =
      ends_in_name && (size == 1 || (size > 2 && item[size - 2].is_word("AS")) ||
                       (size == 3 && item[1].is_symbol(".")));
  if (!named)
    return bad_input("line {}: a result column has no name, expected \"... AS name\"",
                     line);
  return lower_case(item[size - 1].text);
}

}  // namespace

bool looks_like_date(const std::string& text) {
  static const std::regex date(R"(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})");
  return std::regex_match(text, date);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string upper_case(std::string_view text) {
  std::string upper(text);
  for (char& c : upper)
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper;
}

bool SqlToken::is_word(std::string_view keyword) const {
  return kind == SqlKind::word && text.size() == keyword.size() &&
         upper_case(text) == keyword;
}

bool SqlToken::is_symbol(std::string_view symbol) const {
  return kind == SqlKind::symbol && text == symbol;
}

Result<std::vector<SqlToken>> tokens_of(std::string_view sql) {
  // To one engine the text ends there, to another it does not.
  if (const std::size_t zero = sql.find('\0'); zero != std::string_view::npos)
    return bad_input("line {}: found a zero byte, expected text",
                     1 + std::count(sql.begin(), sql.begin() + zero, '\n'));
  if (sql.starts_with("\xEF\xBB\xBF"))
    return bad_input(
        "line 1: found a byte order mark, which not all engines take; save the file as "
        "UTF-8 without it");
  return Scanner(sql).scan();
}

std::vector<SqlToken> without_comments(std::vector<SqlToken> tokens) {
  std::erase_if(tokens, [](const SqlToken& t) { return t.kind == SqlKind::comment; });
  return tokens;
}

std::string describe(const SqlToken& token) {
  switch (token.kind) {
    case SqlKind::word:
      return fmt::format("\"{}\"", token.text);
    case SqlKind::quoted_name:
      return fmt::format("the double-quoted \"{}\"", token.text);
    case SqlKind::text:
      return fmt::format("the text '{}'", token.text);
    case SqlKind::number:
      return fmt::format("the number {}", token.text);
    case SqlKind::symbol:
      return fmt::format("\"{}\"", token.text);
    case SqlKind::comment:
      return "a comment";
    case SqlKind::end:
      return "the end of the file";
  }
  return {};
}

Result<std::vector<SelectedColumn>> selected_columns(std::string_view sql) {
  const std::vector<SqlToken> tokens = TRY(tokens_of(sql));
  int depth = 0;
  std::size_t last_select = tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is_symbol("(")) ++depth;
    if (tokens[i].is_symbol(")")) --depth;
    if (depth == 0 && tokens[i].is_word("SELECT")) last_select = i;
  }
  if (last_select == tokens.size()) return bad_input("line 1: found no SELECT");

  std::vector<SelectedColumn> columns;
  std::vector<SqlToken> item;
  std::string meaning;
  int line_before = tokens[last_select].line;  // of SELECT or the comma before the item
  for (std::size_t i = last_select + 1;; ++i) {
    const SqlToken& token = tokens[i];
    const bool ends = token.kind == SqlKind::end ||
                      (depth == 0 && (token.is_word("FROM") || token.is_symbol(";")));
    if (ends || (depth == 0 && token.is_symbol(","))) {
      const int line = item.empty() ? token.line : item.front().line;
      columns.push_back({TRY(name_of_item(item, line)), meaning, line});
      if (ends) return columns;
      item.clear();
      meaning.clear();
      line_before = token.line;
      continue;
    }
    if (token.kind == SqlKind::comment) {
      // A comment beside the comma still speaks of the column before it.
      if (item.empty() && token.line > line_before)
        meaning += (meaning.empty() ? "" : " ") + token.text;
      continue;
    }
    if (token.is_symbol("(")) ++depth;
    if (token.is_symbol(")")) --depth;
    if (item.empty() && token.is_word("DISTINCT")) continue;
    item.push_back(token);
  }
}

}  // namespace credence::portfolio
