# Compiler and linker flags shared by every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

set(NRM_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")
option(NRM_HARDEN "Hardening of the release: PIE, full RELRO, stack protector, FORTIFY, CET" OFF)
option(NRM_COVERAGE "Line and branch coverage" OFF)
option(NRM_FUZZ "Build fuzz targets with libFuzzer (clang)" OFF)
option(NRM_TESTS "Build the tests" ON)

add_library(nrm_flags INTERFACE)
target_compile_options(nrm_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor
  -Woverloaded-virtual -Wformat=2 -Werror)

# GCC 12 warns of uses inside the standard library that do not happen once sanitizers change inlining.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(nrm_flags INTERFACE
    -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread
    -Wno-free-nonheap-object -Wno-dangling-pointer -Wno-missing-field-initializers)
else()
  target_compile_options(nrm_flags INTERFACE -Wno-missing-field-initializers)
endif()

if(NRM_SANITIZE)
  target_compile_options(nrm_flags INTERFACE -fsanitize=${NRM_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(nrm_flags INTERFACE -fsanitize=${NRM_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang" AND NRM_SANITIZE MATCHES "undefined")
    # clang 14 cannot assemble the function check's prologue in coroutines.
    target_compile_options(nrm_flags INTERFACE -fno-sanitize=function)
  endif()
endif()
if(NRM_HARDEN)
  target_compile_options(nrm_flags INTERFACE -fstack-protector-strong -fstack-clash-protection
    -fcf-protection=full -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(nrm_flags INTERFACE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(NRM_COVERAGE)
  target_compile_options(nrm_flags INTERFACE --coverage)
  target_link_options(nrm_flags INTERFACE --coverage)
endif()
if(NRM_FUZZ)
  # clang 14 cannot assemble the function check's prologue in coroutines.
  target_compile_options(nrm_flags INTERFACE -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=function)
  target_link_options(nrm_flags INTERFACE -fsanitize=address,undefined)
endif()

find_program(NRM_CCACHE ccache)
if(NRM_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${NRM_CCACHE}")
endif()
find_program(NRM_LLD ld.lld)
if(NRM_LLD)
  add_link_options(-fuse-ld=lld)
endif()
