# The switches of the build. Presets set them; a WEIR_* variable that is not listed here is a slip of the pen.
option(WEIR_TESTS "Build the tests" OFF)
option(WEIR_LTO "Optimise across all of weir at link time" OFF)
option(WEIR_STATIC_PROTOBUF "Link protobuf statically" OFF)
set(WEIR_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize=, comma-separated")

get_cmake_property(weir_cache_variables CACHE_VARIABLES)
foreach(name IN LISTS weir_cache_variables)
  if(name MATCHES "^WEIR_" AND NOT name MATCHES "^WEIR_(TESTS|LTO|STATIC_PROTOBUF|SANITIZE)$")
    message(FATAL_ERROR "unknown option ${name}; see cmake/options.cmake")
  endif()
endforeach()

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ${WEIR_LTO})
if(WEIR_SANITIZE)
  add_compile_options(-fsanitize=${WEIR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WEIR_SANITIZE})
  set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
endif()

find_program(CCACHE_PROGRAM ccache)
mark_as_advanced(CCACHE_PROGRAM)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

# Warnings for weir's own code; generated code is not linked to this.
add_library(weir_warnings INTERFACE)
target_compile_options(weir_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op>)
