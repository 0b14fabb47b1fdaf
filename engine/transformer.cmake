# Sources of the forward pass, included by engine/CMakeLists.txt. The target links `kernels`.
list(APPEND ENGINE_SOURCES
  kv_storage.cpp
  random_weights.cpp
  transformer.cpp
  transformer_batch.cpp
  transformer_clock.cpp
  transformer_pass.cpp
  transformer_scorer.cpp
  transformer_weights.cpp
  transformer_workspace.cpp)
