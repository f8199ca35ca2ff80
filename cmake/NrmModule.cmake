# A module is a link target with its own include root: an include that layers.toml does not allow does not compile.
#
#   nrm_module(log DEPENDS kernel crypto storage LIBRARIES PkgConfig::SODIUM)
#
# makes  nrm_<name>        from src/*.cpp, publishing include/
#        nrm_<name>_http   from http/*.cpp, where there are any (HTTP_DEPENDS adds to its links; only app may link it)
#        <name>_test       from test/*.cpp, where there are any (TEST_DEPENDS, TEST_LIBRARIES)
#        <name>_fuzz_*     one for each fuzz/*.cpp, in the fuzz preset

set(NRM_FLOORS kernel pure platform ground spine case reach app)

# One precompiled header serves all modules: compiled once, reused.
function(nrm_precompiled_header)
  file(WRITE "${CMAKE_BINARY_DIR}/pch/pch.cpp" "// carries the shared precompiled header\n")
  add_library(nrm_pch OBJECT "${CMAKE_BINARY_DIR}/pch/pch.cpp")
  target_link_libraries(nrm_pch PRIVATE nrm_flags fmt::fmt)
  target_precompile_headers(nrm_pch PRIVATE
    <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string>
    <string_view> <utility> <variant> <vector> <fmt/format.h> <tl/expected.hpp>)
endfunction()

function(nrm_add_floors)
  nrm_precompiled_header()
  foreach(floor IN LISTS NRM_FLOORS)
    file(GLOB modules CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/server/${floor}/CMakeLists.txt"
         "${CMAKE_SOURCE_DIR}/server/${floor}/*/CMakeLists.txt")
    foreach(module IN LISTS modules)
      get_filename_component(folder "${module}" DIRECTORY)
      add_subdirectory("${folder}")
    endforeach()
  endforeach()
  file(GLOB suites CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/*/CMakeLists.txt")
  if(NRM_TESTS)
    foreach(suite IN LISTS suites)
      get_filename_component(folder "${suite}" DIRECTORY)
      add_subdirectory("${folder}")
    endforeach()
  endif()
endfunction()

function(nrm_target_defaults target)
  target_link_libraries(${target} PRIVATE nrm_flags)
  target_precompile_headers(${target} REUSE_FROM nrm_pch)
endfunction()

function(nrm_module name)
  cmake_parse_arguments(M "" "" "DEPENDS;LIBRARIES;HTTP_DEPENDS;TEST_DEPENDS;TEST_LIBRARIES;TEST_LABELS" ${ARGN})
  if(M_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "nrm_module(${name}): unknown arguments ${M_UNPARSED_ARGUMENTS}")
  endif()
  list(TRANSFORM M_DEPENDS PREPEND nrm_)
  list(TRANSFORM M_HTTP_DEPENDS PREPEND nrm_)
  list(TRANSFORM M_TEST_DEPENDS PREPEND nrm_)
  set(here "${CMAKE_CURRENT_SOURCE_DIR}")

  file(GLOB sources CONFIGURE_DEPENDS "${here}/src/*.cpp")
  if(sources)
    add_library(nrm_${name} STATIC ${sources})
    target_include_directories(nrm_${name} PUBLIC "${here}/include" PRIVATE "${here}/src")
    target_link_libraries(nrm_${name} PUBLIC ${M_DEPENDS} fmt::fmt PRIVATE ${M_LIBRARIES})
    nrm_target_defaults(nrm_${name})
  else()
    add_library(nrm_${name} INTERFACE)
    target_include_directories(nrm_${name} INTERFACE "${here}/include")
    target_link_libraries(nrm_${name} INTERFACE ${M_DEPENDS} fmt::fmt ${M_LIBRARIES})
  endif()

  file(GLOB routes CONFIGURE_DEPENDS "${here}/http/*.cpp")
  if(routes)
    add_library(nrm_${name}_http STATIC ${routes})
    target_include_directories(nrm_${name}_http PUBLIC "${here}/include" "${here}/http/include" PRIVATE "${here}/http")
    target_link_libraries(nrm_${name}_http PUBLIC nrm_${name} ${M_HTTP_DEPENDS})
    nrm_target_defaults(nrm_${name}_http)
  endif()

  file(GLOB tests CONFIGURE_DEPENDS "${here}/test/*.cpp")
  if(NRM_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_include_directories(${name}_test PRIVATE "${here}/src" "${here}/test")
    target_compile_definitions(${name}_test PRIVATE NRM_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    target_link_libraries(${name}_test PRIVATE nrm_${name} ${M_TEST_DEPENDS} ${M_TEST_LIBRARIES} ${M_LIBRARIES}
      GTest::gtest GTest::gtest_main GTest::gmock)
    if(routes)
      target_link_libraries(${name}_test PRIVATE nrm_${name}_http)
    endif()
    nrm_target_defaults(${name}_test)
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 LABELS "unit;${M_TEST_LABELS}")
  endif()

  file(GLOB fuzzers CONFIGURE_DEPENDS "${here}/fuzz/*.cpp")
  if(NRM_FUZZ)
    foreach(fuzzer IN LISTS fuzzers)
      get_filename_component(stem "${fuzzer}" NAME_WE)
      add_executable(${name}_fuzz_${stem} "${fuzzer}")
      target_link_libraries(${name}_fuzz_${stem} PRIVATE nrm_${name} nrm_flags ${M_LIBRARIES} -fsanitize=fuzzer)
    endforeach()
  endif()
endfunction()
