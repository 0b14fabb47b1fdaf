// The errors that a user can do something about. Any thread.
#pragma once

#include <stdexcept>

namespace app {

/// The user asked for something that cannot be done; the message says what and what to do. Exit code 2.
class UsageError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The model's chat template cannot be used for this prompt; a plain prompt would go.
class TemplateError : public UsageError {
public:
    using UsageError::UsageError;
};

/// A GPU cannot be used, or does not hold what was asked of it; the CPU would go.
class DeviceError : public UsageError {
public:
    using UsageError::UsageError;
};

}  // namespace app
