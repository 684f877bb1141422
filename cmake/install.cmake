# `cmake --install`: the program, and the package `weir` for programs with stages of their own, which link weir::weir.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(rooms weir_proto weir_stage weir_topology weir_link weir_observe weir_run
          weir_producers weir_transformers weir_consumers weir_baselines weir_bench_page weir_bench weir_cli)
set(package_targets weir_warnings)  # the rooms name it, so it has to be there; it passes nothing on
add_library(weir_package INTERFACE)
set_target_properties(weir_package PROPERTIES EXPORT_NAME weir)
target_compile_features(weir_package INTERFACE cxx_std_20)

foreach(room IN LISTS rooms)
  if(TARGET ${room})
    list(APPEND package_targets ${room})
    target_link_libraries(weir_package INTERFACE ${room})
    # The folders of this source tree mean nothing where weir is installed: there is one, of what users may see.
    foreach(kind IN ITEMS INTERFACE_INCLUDE_DIRECTORIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES)
      get_target_property(folders ${room} ${kind})
      if(folders)
        set_target_properties(${room} PROPERTIES ${kind} "$<BUILD_INTERFACE:${folders}>")
      endif()
    endforeach()
    target_include_directories(${room} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    if(WEIR_LTO)
      # A linker that is not asked for LTO can use these too.
      target_compile_options(${room} PRIVATE -ffat-lto-objects)
    endif()
  endif()
endforeach()

if(TARGET weir)
  install(TARGETS weir)
endif()
install(TARGETS ${package_targets} weir_package EXPORT weir)
install(DIRECTORY include/weir TYPE INCLUDE FILES_MATCHING PATTERN "*.h")
install(DIRECTORY proto/weir TYPE INCLUDE FILES_MATCHING PATTERN "*.proto")
install(DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/proto/weir TYPE INCLUDE FILES_MATCHING PATTERN "*.pb.h")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/weir)
install(EXPORT weir NAMESPACE weir:: FILE weir-targets.cmake DESTINATION ${package_dir})
configure_package_config_file(cmake/weir-config.cmake.in ${CMAKE_CURRENT_BINARY_DIR}/weir-config.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/weir-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES
  ${CMAKE_CURRENT_BINARY_DIR}/weir-config.cmake
  ${CMAKE_CURRENT_BINARY_DIR}/weir-config-version.cmake
  cmake/dependencies.cmake
  DESTINATION ${package_dir})
