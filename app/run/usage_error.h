// Errors that the user can fix. Any thread.
#pragma once

#include <stdexcept>

namespace app {

/// The user asked for something impossible; the message says what, and what to do. Exit code 2.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The model's chat template cannot be used for this prompt; a plain prompt would work.
class TemplateError : public UsageError {
public:
    using UsageError::UsageError;
};

/// A GPU cannot be used, or cannot hold what was asked of it; the CPU would work.
class DeviceError : public UsageError {
public:
    using UsageError::UsageError;
};

}  // namespace app
