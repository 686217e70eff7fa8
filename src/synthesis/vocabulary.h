// vocabulary.h
// This component provides the categories of the lending data and their texts, in the
// order of their enumerations, to this room.
#pragma once

#include <string_view>

namespace credence::synthesis {

enum class Gender { male, female, other };
enum class Marital { single, married, divorced, widowed };
enum class Education {
  below_secondary,
  secondary,
  higher_secondary,
  bachelor,
  master,
  phd
};
enum class Employment { salaried, self_employed, business, freelance, unemployed };
enum class LoanType { personal, home, car, education, business, gold, credit_card };
enum class Status {
  pending,
  approved,
  rejected,
  disbursed,
  active,
  closed,
  written_off
};
enum class Method { auto_debit, upi, neft, cash, cheque, other };

inline constexpr std::string_view gender_texts[] = {"Male", "Female", "Other"};
inline constexpr std::string_view marital_texts[] = {"Single", "Married", "Divorced",
                                                     "Widowed"};
inline constexpr std::string_view education_texts[] = {
    "Below Secondary", "Secondary", "Higher Secondary", "Bachelor", "Master", "PhD"};
inline constexpr std::string_view employment_texts[] = {
    "Salaried", "Self-Employed", "Business", "Freelance", "Unemployed"};
inline constexpr std::string_view loan_type_texts[] = {
    "Personal", "Home", "Auto", "Education", "Business", "Gold", "Credit Card"};
inline constexpr std::string_view status_texts[] = {
    "Pending", "Approved", "Rejected", "Disbursed", "Active", "Closed", "Written-Off"};
inline constexpr std::string_view method_texts[] = {"Auto-Debit", "UPI",    "NEFT",
                                                    "Cash",       "Cheque", "Other"};
inline constexpr std::string_view state_texts[] = {
    "Maharashtra", "Uttar Pradesh", "Karnataka",      "Tamil Nadu", "Gujarat",
    "Delhi",       "West Bengal",   "Telangana",      "Rajasthan",  "Kerala",
    "Bihar",       "Punjab",        "Madhya Pradesh", "Haryana",    "Andhra Pradesh"};

// Two purposes a loan type, in the order of the types: purpose = 2 x type + {0, 1}.
inline constexpr std::string_view purpose_texts[] = {
    "Medical",     "Wedding",         "Purchase",  "Construction",    "New Car",
    "Two-Wheeler", "Domestic Degree", "Abroad",    "Working Capital", "Equipment",
    "Household",   "Agriculture",     "Purchases", "Balance Transfer"};

}  // namespace credence::synthesis
