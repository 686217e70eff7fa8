# The libraries that bin/setup fetched into .deps, as imported targets.
function(credence_fetched name library include)
  if(NOT EXISTS ${CREDENCE_DEPS}/lib/${library})
    message(FATAL_ERROR "${CREDENCE_DEPS}/lib/${library} is missing: run bin/setup")
  endif()
  add_library(${name} SHARED IMPORTED GLOBAL)
  set_target_properties(${name} PROPERTIES
    IMPORTED_LOCATION ${CREDENCE_DEPS}/lib/${library}
    IMPORTED_NO_SONAME FALSE
    INTERFACE_INCLUDE_DIRECTORIES ${CREDENCE_DEPS}/include/${include})
endfunction()
credence_fetched(duckdb libduckdb.so duckdb)
credence_fetched(lightgbm lib_lightgbm.so lightgbm)
credence_fetched(xgboost libxgboost.so "")  # its functions: learner/xgboost_api.h

find_library(RAPIDCHECK rapidcheck REQUIRED)
add_library(rapidcheck STATIC IMPORTED GLOBAL)
set_target_properties(rapidcheck PROPERTIES IMPORTED_LOCATION ${RAPIDCHECK})
