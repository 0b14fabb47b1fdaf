# Writes the commit that is built as a header, where it is another than before:
# cmake -D SOURCE=folder -D OUT=stepscope_commit.h [-D COMMIT=text] -P write_commit.cmake
cmake_minimum_required(VERSION 3.25)
if(NOT COMMIT)
  execute_process(COMMAND git -C "${SOURCE}" describe --always --dirty=-changed --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed OR NOT COMMIT)
    set(COMMIT "unknown: built outside of a git checkout")
  endif()
endif()
file(CONFIGURE OUTPUT "${OUT}" CONTENT "#define STEPSCOPE_COMMIT \"@COMMIT@\"\n" @ONLY)
