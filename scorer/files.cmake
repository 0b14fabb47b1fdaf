# Scorer checkpoints and answers.
list(APPEND SCORER_SOURCES
  checkpoint.cpp
  pickle_reader.cpp
  torch_archive.cpp
  answer.cpp
  answer_canonical.cpp
  answer_reader.cpp
  answer_tokens.cpp
  answer_value.cpp)
