#include "portfolio/sql_parser.h"

namespace credence::portfolio {
namespace {

using Node = SqlExpression::Kind;

std::string texts_of(const std::vector<SqlExpression>& expressions) {
  std::string text;
  for (const SqlExpression& each : expressions)
    text += (text.empty() ? "" : ", ") + text_of(each);
  return text;
}

}  // namespace

std::string text_of(const SqlExpression& expression) {
  const auto part = [&](std::size_t i) { return text_of(expression.parts[i]); };
  switch (expression.kind) {
    case Node::number:
      return expression.name;
    case Node::text:
      return "'" + expression.name + "'";
    case Node::null:
      return "NULL";
    case Node::column:
      return (expression.qualifier.empty() ? "" : expression.qualifier + ".") +
             expression.name;
    case Node::star:
      return (expression.qualifier.empty() ? "" : expression.qualifier + ".") + "*";
    case Node::call: {
      std::string text = fmt::format("{}({}{})", expression.name,
                                     expression.is_distinct ? "DISTINCT " : "",
                                     texts_of(expression.parts));
      if (!expression.filter.empty()) text += " FILTER (...)";
      if (expression.is_window) text += " OVER (...)";
      return text;
    }
    case Node::unary:
      return expression.name + " " + part(0);
    case Node::binary: {
      const auto side = [&](std::size_t i) {
        return expression.parts[i].kind == Node::binary ? "(" + part(i) + ")" : part(i);
      };
      return side(0) + " " + expression.name + " " + side(1);
    }
    case Node::cases:
      return "CASE ... END";
    case Node::cast:
      return fmt::format("CAST({} AS {})", part(0), expression.name);
    case Node::in:
      return part(0) + " IN (...)";
    case Node::between:
      return fmt::format("{} BETWEEN {} AND {}", part(0), part(1), part(2));
    case Node::is_null:
      return fmt::format("{} IS {}{}NULL", part(0), expression.name,
                         expression.name.empty() ? "" : " ");
    case Node::exists:
      return "EXISTS (...)";
    case Node::subquery:
      return "(SELECT ...)";
  }
  return {};
}

}  // namespace credence::portfolio
