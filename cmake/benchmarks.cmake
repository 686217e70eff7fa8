# credence_benchmark(NAME [USES room...]): bench/NAME_bench.cpp as bench_NAME, built only
# when asked for.
find_package(benchmark QUIET)
function(credence_benchmark name)
  cmake_parse_arguments(BENCH "" "" "USES" ${ARGN})
  if(NOT benchmark_FOUND OR NOT EXISTS ${PROJECT_SOURCE_DIR}/bench/${name}_bench.cpp)
    return()
  endif()
  list(TRANSFORM BENCH_USES PREPEND credence_ OUTPUT_VARIABLE uses)
  add_executable(bench_${name} EXCLUDE_FROM_ALL ${PROJECT_SOURCE_DIR}/bench/${name}_bench.cpp)
  target_include_directories(bench_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(bench_${name} PRIVATE ${uses} benchmark::benchmark)
endfunction()
