// Nothing: the target `weir_test_headers` is there for its precompiled headers, and CMake wants a source.
