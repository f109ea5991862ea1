//! The command lines of the programs that are in the images, as the code defines them.

use clap::builder::BoolishValueParser;
use clap::{ArgAction, Args, Command, CommandFactory};

// The simulator's command line is part of its program, not of its library.
#[cfg_attr(not(test), expect(dead_code, reason = "what the program makes of its arguments is its own business"))]
#[path = "../../crates/simulator/src/arguments.rs"]
mod arguments;

/// All of them.
pub const NAMES: [&str; 6] = [
    "quakewire-producer",
    "quakewire-consumer",
    "quakewire-frontend",
    "quakewire-simulator",
    "quakewire-topics",
    "quakewire-table",
];

/// A program's command line.
pub fn command(name: &str) -> Option<Command> {
    let command = match name {
        "quakewire-producer" => producer::Config::command(),
        "quakewire-consumer" => consumer::Config::command(),
        "quakewire-frontend" => frontend::server::Config::command(),
        "quakewire-simulator" => arguments::Arguments::command(),
        // These two are put together in their `main` out of these very parts.
        "quakewire-topics" => topics::Plan::augment_args(topics::Settings::augment_args(set_up("quakewire-topics"))),
        "quakewire-table" => store::Settings::augment_args(set_up("quakewire-table")),
        _ => return None,
    };
    Some(command)
}

fn set_up(name: &'static str) -> Command {
    service::Settings::augment_args(Command::new(name))
}

/// What is wrong with these words as a command; nothing if they are understood.
pub fn refusal(words: &[String]) -> Option<String> {
    let program = words.first().map_or("", String::as_str);
    let Some(command) = command(program) else {
        return Some(format!("`{program}` is none of our programs"));
    };
    command.try_get_matches_from(words).err().map(|error| first_line(&error))
}

/// What is wrong with this variable and value; nothing if the program takes them.
pub fn misunderstanding(program: &str, variable: &str, value: Option<&str>) -> Option<String> {
    let command = command(program)?;
    let Some(argument) = command.get_arguments().find(|argument| argument.get_env() == Some(variable.as_ref())) else {
        return Some(format!("{program} has no setting {variable}"));
    };
    let value = value?;
    let error = if matches!(argument.get_action(), ArgAction::SetTrue) {
        let switch =
            Command::new("").arg(argument.clone().action(ArgAction::Set).value_parser(BoolishValueParser::new()));
        try_value(switch, argument.get_long()?, value)
    } else {
        let long = argument.get_long()?.to_owned();
        try_value(command.clone(), &long, value)
    };
    error.map(|error| format!("{variable}: {error}"))
}

fn try_value(command: Command, long: &str, value: &str) -> Option<String> {
    let words = [command.get_name().to_owned(), format!("--{long}={value}")];
    command.try_get_matches_from(words).err().map(|error| first_line(&error))
}

fn first_line(error: &clap::Error) -> String {
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
