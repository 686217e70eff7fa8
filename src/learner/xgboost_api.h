// xgboost_api.h
// The functions of XGBoost's C API that its learner uses, after the documentation of
// release 3.2: the package that bin/setup fetches holds the library without headers.
// All return 0, or else what XGBGetLastError explains (per thread).
#pragma once

#include <cstdint>

extern "C" {

using XgbMatrix = void*;
using XgbBooster = void*;

const char* XGBGetLastError();
void XGBoostVersion(int* major, int* minor, int* patch);
int XGBSetGlobalConfig(const char* json);

// `data` is the JSON of NumPy's array interface; `config` has "missing" and "nthread".
int XGDMatrixCreateFromDense(const char* data, const char* config, XgbMatrix* out);
int XGDMatrixSetInfoFromInterface(XgbMatrix matrix, const char* field,
                                  const char* data);
int XGDMatrixSetStrFeatureInfo(XgbMatrix matrix, const char* field, const char** names,
                               std::uint64_t count);
int XGDMatrixFree(XgbMatrix matrix);

int XGBoosterCreate(const XgbMatrix matrices[], std::uint64_t count, XgbBooster* out);
int XGBoosterSetParam(XgbBooster booster, const char* name, const char* value);
int XGBoosterUpdateOneIter(XgbBooster booster, int round, XgbMatrix training);
// `config` names the format, {"format": "json"}; what is given lives until the
// booster's next call.
int XGBoosterSaveModelToBuffer(XgbBooster booster, const char* config,
                               std::uint64_t* length, const char** text);
int XGBoosterFree(XgbBooster booster);

}  // extern "C"
