# Scorer checkpoints and answers.
list(APPEND SCORER_SOURCES
  checkpoint.cpp
  checkpoint/pickle_values.cpp
  pickle_reader.cpp
  torch_archive.cpp
  answer.cpp
  answer_box.cpp
  answer_canonical.cpp
  answer_choice.cpp
  answer_commands.cpp
  answer_evaluator.cpp
  answer_judge.cpp
  answer_key.cpp
  answer_latex.cpp
  answer_numbers.cpp
  answer_operators.cpp
  answer_primaries.cpp
  answer_reader.cpp
  answer_relation.cpp
  answer_tokens.cpp
  answer_value.cpp
  answer_words.cpp
  answers/answer_lexer_commands.cpp
  answers/answer_numerics.cpp
  answers/answer_units.cpp)
# Training of a scorer: rows on disk, split, recipe, metrics, checkpoints out.
list(APPEND SCORER_SOURCES
  checkpoint_writer.cpp
  pickle_writer.cpp
  score_rows.cpp
  scorer_metrics.cpp
  step_rows.cpp
  step_rows_check.cpp
  step_rows_file.cpp
  step_rows_set.cpp
  torch_archive_writer.cpp
  training.cpp
  training_data.cpp
  training_report.cpp
  training_split.cpp)
