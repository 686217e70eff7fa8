#include <CLI/CLI.hpp>
#include <deque>

#include "cli/command.h"

namespace credence::cli {
namespace {

// What the parser fills in for one option of one command.
struct Slot {
  const Option* option;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool flag = false;
  CLI::Option* parsed = nullptr;

  std::string value() const {
    switch (option->kind) {
      case OptionKind::text:
        return text;
      case OptionKind::integer:
        return std::to_string(integer);
      case OptionKind::real:
        return fmt::format("{}", real);
      case OptionKind::flag:
        return flag ? "true" : "false";
    }
    return {};
  }
};

struct Bound {
  const Command* command;
  CLI::App* app;
  std::deque<Slot> slots;
};

void bind_option(CLI::App& app, Slot& slot) {
  const Option& option = *slot.option;
  switch (option.kind) {
    case OptionKind::text:
      slot.parsed = app.add_option(option.name, slot.text);
      break;
    case OptionKind::integer:
      slot.parsed = app.add_option(option.name, slot.integer);
      break;
    case OptionKind::real:
      slot.parsed = app.add_option(option.name, slot.real);
      break;
    case OptionKind::flag:
      slot.parsed = app.add_flag(option.name, slot.flag);
      break;
  }
  slot.parsed->description(
      option.initial.empty()
          ? option.help
          : fmt::format("{} (default {})", option.help, option.initial));
  slot.parsed->required(option.required);
  if (option.kind == OptionKind::flag) return;
  if (!option.initial.empty()) slot.parsed->default_val(option.initial);
  if (!option.value.empty()) slot.parsed->type_name(option.value);
}

void bind_command(CLI::App& parent, const Command& command, std::deque<Bound>& bound) {
  CLI::App* app = parent.add_subcommand(command.name, command.summary);
  if (!command.details.empty()) app->footer("\n" + command.details);
  Bound& here = bound.emplace_back(Bound{&command, app, {}});
  for (const Option& option : command.options) {
    Slot& slot = here.slots.emplace_back();
    slot.option = &option;
    bind_option(*app, slot);
  }
  for (const Command& inner : command.commands) bind_command(*app, inner, bound);
  if (!command.commands.empty()) app->require_subcommand(1);
}

Arguments arguments_of(const Bound& bound) {
  std::map<std::string, std::string> values;
  for (const Slot& slot : bound.slots)
    if (slot.parsed->count() > 0 || !slot.option->initial.empty())
      values[slot.option->name] = slot.value();
  return Arguments(std::move(values));
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::bad_input:
      return 3;
    case ErrorKind::environment:
      return 4;
    case ErrorKind::internal:
      break;
  }
  return 1;
}

}  // namespace

int run_program(const std::vector<Command>& commands, int count, char** words,
                Surroundings& surroundings) {
  CLI::App app(
      "Credence: from a lender's tables to explained, auditable credit decisions",
      "credence");
  app.set_version_flag("--version", "credence " CREDENCE_VERSION);
  app.require_subcommand(1);
  app.set_help_all_flag("--help-all", "Help for every command");
  std::deque<Bound> bound;
  for (const Command& command : commands) bind_command(app, command, bound);
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  for (const Bound& candidate : bound) {
    if (!candidate.app->parsed() || !candidate.command->run) continue;
    const Result<> done = candidate.command->run(arguments_of(candidate), surroundings);
    surroundings.terminal.end();
    if (done) return 0;
    surroundings.terminal.error(done.error().message);
    return exit_code(done.error().kind);
  }
  return 2;
}

}  // namespace credence::cli
