#pragma once

// The one way to toml++: with and without exceptions in one program would break the one-definition rule.
#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
// Version 3.0 asserts on some input that it goes on to report as a fault, as "[;": a faulty file must not end a server.
#define TOML_ASSERT(expression) static_cast<void>(0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <toml++/toml.h>
#pragma GCC diagnostic pop
