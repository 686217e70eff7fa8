#include <CLI/CLI.hpp>
#include <deque>
#include <new>

#include "cli/command.h"

namespace credence::cli {
namespace {

// What the parser fills in for one option of one command.
struct Slot {
  const Option* option;
  std::string text;
  bool flag = false;
  CLI::Option* parsed = nullptr;

  std::string value() const {
    if (option->kind == OptionKind::flag) return flag ? "true" : "false";
    return text;
  }
};

struct Bound {
  const Command* command;
  CLI::App* app;
  std::deque<Slot> slots;
};

std::string type_name(const Option& option) {
  if (!option.value.empty()) return option.value;
  return option.kind == OptionKind::text ? "TEXT" : "NUMBER";
}

void bind_option(CLI::App& app, Slot& slot) {
  const Option& option = *slot.option;
  if (option.kind == OptionKind::flag)
    slot.parsed = app.add_flag(option.name, slot.flag);
  else
    slot.parsed = app.add_option(option.name, slot.text);
  slot.parsed->description(
      option.initial.empty()
          ? option.help
          : fmt::format("{} (default {})", option.help, option.initial));
  slot.parsed->required(option.required);
  if (option.kind == OptionKind::flag) return;
  slot.text = option.initial;
  slot.parsed->type_name(type_name(option));
  slot.parsed->check([&option](const std::string& text) -> std::string {
    return fault_of(option, text);
  });
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

std::string words_of(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// The innermost command that was named, and how a person calls it.
std::pair<CLI::App*, std::string> innermost(CLI::App& app) {
  CLI::App* here = &app;
  std::string name = app.get_name();
  while (!here->get_subcommands().empty()) {
    here = here->get_subcommands().front();
    name += " " + here->get_name();
  }
  return {here, name};
}

std::string usage_message(CLI::App& app, const CLI::ParseError& error) {
  const auto [here, name] = innermost(app);
  const std::string advice = fmt::format("; see {} --help", name);
  const std::vector<std::string> unknown = here->remaining(true);
  if (here->get_require_subcommand_min() > 0) {
    std::vector<std::string> commands;
    for (const CLI::App* command :
         here->get_subcommands([](const CLI::App*) { return true; }))
      commands.push_back(command->get_name());
    return (unknown.empty()
                ? "a command is missing"
                : fmt::format("'{}' is no command of {}", unknown.front(), name)) +
           fmt::format("; the commands are {}", words_of(commands)) + advice;
  }
  if (error.get_name() == "ExtrasError" && !unknown.empty())
    return fmt::format("not understood: {}", words_of(unknown)) + advice;
  const std::string fault = error.what();
  if (error.get_name() == "ArgumentMismatch" && fault.ends_with(" missing"))
    return fault.substr(0, fault.find(':')) + ": its value is missing" + advice;
  return fault + advice;
}

int finish(const Result<>& done, Terminal& terminal) {
  terminal.end();
  if (!done) {
    terminal.error(done.error().message);
    return exit_code(done.error().kind);
  }
  if (const std::string fault = terminal.print_fault(); !fault.empty()) {
    terminal.error("standard output cannot be written: " + fault);
    return exit_code(ErrorKind::environment);
  }
  return 0;
}

// Libraries' exceptions stop at the files that call them; this is for the machine that
// has no memory left, and for what nobody thought of.
Result<> run_safely(const Bound& bound, Surroundings& surroundings) {
  try {
    return bound.command->run(arguments_of(bound), surroundings);
  } catch (const std::bad_alloc&) {
    return environment(
        "not enough memory; give the machine more, or limit DuckDB by --memory");
  } catch (const std::exception& fault) {
    return internal("a fault of this program: {}", fault.what());
  }
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
    if (error.get_exit_code() == 0) return app.exit(error);
    surroundings.terminal.error(usage_message(app, error));
    return 2;
  }
  for (const Bound& candidate : bound)
    if (candidate.app->parsed() && candidate.command->run)
      return finish(run_safely(candidate, surroundings), surroundings.terminal);
  return 2;
}

}  // namespace credence::cli
