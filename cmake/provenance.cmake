# What a report says about the program that made it.
set(WEIR_GIT "unknown")
find_package(Git QUIET)
if(Git_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} -C ${CMAKE_CURRENT_SOURCE_DIR} describe --always --dirty
    OUTPUT_VARIABLE git_describe OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE git_failed)
  if(NOT git_failed)
    set(WEIR_GIT ${git_describe})
    # A commit or checkout is told anew by the next build.
    execute_process(COMMAND ${GIT_EXECUTABLE} -C ${CMAKE_CURRENT_SOURCE_DIR} rev-parse --git-path logs/HEAD
      OUTPUT_VARIABLE git_log OUTPUT_STRIP_TRAILING_WHITESPACE)
    cmake_path(ABSOLUTE_PATH git_log BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    if(EXISTS ${git_log})
      set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${git_log})
    endif()
  endif()
endif()

string(TOLOWER "${CMAKE_BUILD_TYPE}" WEIR_BUILD)
if(WEIR_SANITIZE)
  set(WEIR_BUILD "sanitized (${WEIR_SANITIZE})")
elseif(NOT WEIR_BUILD)
  set(WEIR_BUILD "not optimised")
endif()

set(WEIR_COMPILER "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
