# Scorer checkpoints and answers.
list(APPEND SCORER_SOURCES
  checkpoint.cpp
  pickle_reader.cpp
  torch_archive.cpp
  answer.cpp)
