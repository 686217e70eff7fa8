#include "registry/history.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/hash.h"
#include "base/json.h"

namespace credence::registry {
namespace {

constexpr std::array<std::string_view, 5> kinds = {"registered", "promoted",
                                                   "rolled back", "noted", "deleted"};

Json document_of(const Event& event) {
  Json document = {{"at", format_instant(event.at)},
                   {"kind", event.kind},
                   {"version", event.version}};
  if (!event.alias.empty()) document["alias"] = event.alias;
  if (!event.previous.empty()) document["previous"] = event.previous;
  if (!event.reason.empty()) document["reason"] = event.reason;
  return document;
}

std::string text_of(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string hash_after(std::string_view previous, const Json& document) {
  return sha256(std::string(previous) + text_of(document));
}

Result<std::string> text_at(const Json& document, const char* key, bool required) {
  const auto found = document.find(key);
  if (found == document.end() && !required) return std::string();
  if (found == document.end() || !found->is_string())
    return bad_input("key '{}' is missing or not a text", key);
  return found->get<std::string>();
}

Result<Event> event_of(const Json& document) {
  Event event;
  const std::string at = TRY(text_at(document, "at", true));
  event.at = TRY(parse_instant(at));
  event.kind = TRY(text_at(document, "kind", true));
  if (std::ranges::find(kinds, event.kind) == kinds.end())
    return bad_input("unknown kind '{}'", event.kind);
  event.version = TRY(text_at(document, "version", true));
  event.alias = TRY(text_at(document, "alias", false));
  event.previous = TRY(text_at(document, "previous", false));
  event.reason = TRY(text_at(document, "reason", false));
  return event;
}

}  // namespace

std::string history_text(std::span<const Event> events) {
  std::string text, hash;
  for (const Event& event : events) {
    Json document = document_of(event);
    hash = hash_after(hash, document);
    document["hash"] = hash;
    text += text_of(document) + "\n";
  }
  return text;
}

Result<std::vector<Event>> parse_history(std::string_view text,
                                         std::string_view where) {
  std::vector<Event> events;
  std::string hash;
  for (std::size_t line = 1; !text.empty(); ++line) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string place = fmt::format("{}, line {}", where, line);
    auto parsed = parse_json(text.substr(0, end), place);
    if (!parsed || !parsed->is_object())
      return bad_input(
          "{}: damaged: it is not a JSON object; restore the file from a copy", place);
    Json document = std::move(*parsed);
    const std::string stated = TRY_IN(place, text_at(document, "hash", true));
    document.erase("hash");
    hash = hash_after(hash, document);
    if (hash != stated)
      return bad_input(
          "{}: damaged: expected SHA-256 {}, found {}; restore the file from a "
          "copy",
          place, stated, hash);
    events.push_back(TRY_IN(place, event_of(document)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return events;
}

}  // namespace credence::registry
