# credence_room(NAME [USES room...] [LINKS library...] [TESTS room...]): the library of
# src/NAME, and the tests of tests/NAME, which may use further rooms. A room without
# source files yet is headers only.
function(credence_room name)
  cmake_parse_arguments(ROOM "" "" "USES;LINKS;TESTS" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ROOM_USES PREPEND credence_ OUTPUT_VARIABLE uses)
  if(sources)
    add_library(credence_${name} STATIC ${sources})
    target_include_directories(credence_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(credence_${name} PUBLIC ${uses} ${ROOM_LINKS})
  else()
    add_library(credence_${name} INTERFACE)
    target_include_directories(credence_${name} INTERFACE ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(credence_${name} INTERFACE ${uses} ${ROOM_LINKS})
  endif()
  file(GLOB tests CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/${name}/*_test.cpp)
  if(tests)
    add_executable(test_${name} ${tests})
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    list(TRANSFORM ROOM_TESTS PREPEND credence_ OUTPUT_VARIABLE tests_use)
    target_link_libraries(test_${name} PRIVATE credence_${name} ${tests_use} GTest::gtest GTest::gtest_main
                          rapidcheck)
    add_test(NAME ${name} COMMAND test_${name} --gtest_brief=1
             WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()

# credence_program(NAME): the program, from src/cli/main.cpp.
function(credence_program name)
  if(EXISTS ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
    add_executable(${name} ${PROJECT_SOURCE_DIR}/src/cli/main.cpp)
    target_link_libraries(${name} PRIVATE credence_cli)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})
  endif()
endfunction()
