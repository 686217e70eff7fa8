// result.h
// This component provides `Result<T>` and `Error`, errors as values, to every room.
#pragma once

#include <fmt/core.h>

#include <expected>
#include <string>
#include <utility>

namespace credence {

// Who has to act: the user who gave the input, the machine or its operator, or us.
enum class ErrorKind { bad_input, environment, internal };

// The message says what is wrong, where, and what to do about it.
struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;
};

template <class T = void>
using Result = std::expected<T, Error>;

template <class... Arguments>
std::unexpected<Error> bad_input(fmt::format_string<Arguments...> format,
                                 Arguments&&... arguments) {
  return std::unexpected(
      Error{ErrorKind::bad_input,
            fmt::format(format, std::forward<Arguments>(arguments)...)});
}

template <class... Arguments>
std::unexpected<Error> environment(fmt::format_string<Arguments...> format,
                                   Arguments&&... arguments) {
  return std::unexpected(
      Error{ErrorKind::environment,
            fmt::format(format, std::forward<Arguments>(arguments)...)});
}

template <class... Arguments>
std::unexpected<Error> internal(fmt::format_string<Arguments...> format,
                                Arguments&&... arguments) {
  return std::unexpected(Error{
      ErrorKind::internal, fmt::format(format, std::forward<Arguments>(arguments)...)});
}

// The same error with its place put before it: "portfolio.toml: costs: ...".
inline Error within(std::string_view place, Error error) {
  error.message = fmt::format("{}: {}", place, error.message);
  return error;
}

}  // namespace credence

// The value of `expression`, or an early return of its error:
//   Table table = TRY(engine.query(sql));
//   TRY(write_file(path, text));
// GCC 12's std::expected has no and_then; this reads better than a chain of ifs. Each
// use names its variable anew, so that one may stand inside another.
#define TRY(expression) CREDENCE_TRY_(expression, CREDENCE_NAME_(__COUNTER__))

// As TRY, with the place where it happened put before the message.
#define TRY_IN(place, expression) \
  CREDENCE_TRY_IN_(place, expression, CREDENCE_NAME_(__COUNTER__))

#define CREDENCE_JOIN_(a, b) a##b
#define CREDENCE_NAME_(number) CREDENCE_JOIN_(try_, number)
#define CREDENCE_TRY_(expression, name)                         \
  __extension__({                                               \
    auto&& name = (expression);                                 \
    if (!name) return std::unexpected(std::move(name).error()); \
    credence::detail::take(std::move(name));                    \
  })
#define CREDENCE_TRY_IN_(place, expression, name)                                 \
  __extension__({                                                                 \
    auto&& name = (expression);                                                   \
    if (!name)                                                                    \
      return std::unexpected(credence::within((place), std::move(name).error())); \
    credence::detail::take(std::move(name));                                      \
  })

namespace credence::detail {
template <class T>
T take(Result<T>&& result) {
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}
}  // namespace credence::detail
