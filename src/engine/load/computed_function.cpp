#include "engine/load/computed_function.h"

#include <duckdb.h>

#include <memory>
#include <vector>

#include "portfolio/computed.h"

namespace credence::engine {
namespace {

using table::Type;
using table::Value;

struct Signature {
  std::string function;
  std::vector<Type> arguments;
  Type result;
};

duckdb_type type_in_sql(Type type) {
  switch (type) {
    case Type::integer:
      return DUCKDB_TYPE_BIGINT;
    case Type::real:
      return DUCKDB_TYPE_DOUBLE;
    case Type::date:
      return DUCKDB_TYPE_DATE;
    case Type::text:
      return DUCKDB_TYPE_VARCHAR;
  }
  return DUCKDB_TYPE_INVALID;
}

Value value_at(duckdb_vector vector, Type type, idx_t row) {
  uint64_t* validity = duckdb_vector_get_validity(vector);
  if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) return {};
  void* data = duckdb_vector_get_data(vector);
  switch (type) {
    case Type::integer:
      return std::int64_t{static_cast<int64_t*>(data)[row]};
    case Type::real:
      return static_cast<double*>(data)[row];
    case Type::date:
      return std::int64_t{static_cast<int32_t*>(data)[row]};
    case Type::text: {
      duckdb_string_t text = static_cast<duckdb_string_t*>(data)[row];
      return std::string(duckdb_string_t_data(&text), duckdb_string_t_length(text));
    }
  }
  return {};
}

// False: the value is missing, or not of the declared type.
bool put(duckdb_vector vector, Type type, idx_t row, const Value& value) {
  void* data = duckdb_vector_get_data(vector);
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto* real = std::get_if<double>(&value);
  switch (type) {
    case Type::integer:
      if (whole != nullptr) static_cast<int64_t*>(data)[row] = *whole;
      return whole != nullptr;
    case Type::date:
      if (whole != nullptr) static_cast<int32_t*>(data)[row] = int32_t(*whole);
      return whole != nullptr;
    case Type::real:
      if (real != nullptr) static_cast<double*>(data)[row] = *real + 0.0;
      if (whole != nullptr) static_cast<double*>(data)[row] = double(*whole);
      return real != nullptr || whole != nullptr;
    case Type::text: {
      const auto* text = std::get_if<std::string>(&value);
      if (text != nullptr)
        duckdb_vector_assign_string_element_len(vector, row, text->data(),
                                                text->size());
      return text != nullptr;
    }
  }
  return false;
}

void compute(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output) {
  const auto& signature =
      *static_cast<Signature*>(duckdb_scalar_function_get_extra_info(info));
  duckdb_vector_ensure_validity_writable(output);
  uint64_t* validity = duckdb_vector_get_validity(output);
  std::vector<Value> arguments(signature.arguments.size());
  const idx_t rows = duckdb_data_chunk_get_size(input);
  for (idx_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < arguments.size(); ++i)
      arguments[i] =
          value_at(duckdb_data_chunk_get_vector(input, i), signature.arguments[i], row);
    const auto value = portfolio::compute(signature.function, arguments);
    const bool there = value && put(output, signature.result, row, *value);
    duckdb_validity_set_row_validity(validity, row, there);
  }
}

}  // namespace

Result<std::string> add_computed_function(duckdb::Connection& connection,
                                          const portfolio::TableSpec& table,
                                          const portfolio::ComputedColumn& column) {
  const portfolio::ColumnSpec* result = table.find(column.column);
  if (result == nullptr)
    return internal("the computed column {}.{} is in no table", table.name,
                    column.column);
  auto signature =
      std::make_unique<Signature>(Signature{column.function, {}, result->type});
  for (const std::string& name : column.arguments) {
    const portfolio::ColumnSpec* argument = table.find(name);
    if (argument == nullptr)
      return internal("the computed column {}.{} takes {}, which is in no table",
                      table.name, column.column, name);
    signature->arguments.push_back(argument->type);
  }
  const std::string name = fmt::format("compute {} {}", table.name, column.column);
  duckdb_scalar_function function = duckdb_create_scalar_function();
  duckdb_scalar_function_set_name(function, name.c_str());
  duckdb_scalar_function_set_special_handling(function);  // called with missing values
  for (const Type type : signature->arguments) {
    duckdb_logical_type in_sql = duckdb_create_logical_type(type_in_sql(type));
    duckdb_scalar_function_add_parameter(function, in_sql);
    duckdb_destroy_logical_type(&in_sql);
  }
  duckdb_logical_type in_sql = duckdb_create_logical_type(type_in_sql(result->type));
  duckdb_scalar_function_set_return_type(function, in_sql);
  duckdb_destroy_logical_type(&in_sql);
  duckdb_scalar_function_set_extra_info(function, signature.release(), [](void* data) {
    delete static_cast<Signature*>(data);
  });
  duckdb_scalar_function_set_function(function, compute);
  const auto state = duckdb_register_scalar_function(connection.handle(), function);
  duckdb_destroy_scalar_function(&function);
  if (state == DuckDBError)
    return internal("DuckDB refuses the function '{}' of a computed column", name);
  return name;
}

}  // namespace credence::engine
