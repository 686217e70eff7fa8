#include "log/writer.h"

#include <algorithm>
#include <iterator>

namespace credence::log {

Result<std::unique_ptr<Writer>> Writer::start(std::unique_ptr<Store> store,
                                              const WriterOptions& options) {
  Head head = TRY(store->head());
  return std::unique_ptr<Writer>(
      new Writer(std::move(store), std::move(head), options));
}

Writer::Writer(std::unique_ptr<Store> store, Head head, const WriterOptions& options)
    : store_(std::move(store)),
      options_(options),
      head_(std::move(head)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

Writer::~Writer() = default;

void Writer::append(Draft draft, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < options_.most_waiting) {
      waiting_.push_back({std::move(draft), std::move(done)});
      wake_.notify_one();
      return;
    }
  }
  done(environment("{} decisions wait for the decision log already; try again",
                   options_.most_waiting));
}

Result<std::string> Writer::keep_provenance(const Provenance& provenance) {
  Question question{&provenance, internal("not asked"), false};
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return question_ == nullptr; });
  question_ = &question;
  wake_.notify_one();
  answered_.wait(lock, [&] { return question.answered; });
  return std::move(question.answer);
}

WriterState Writer::state() const {
  const std::lock_guard lock(mutex_);
  return {head_, waiting_.size(), problem_};
}

void Writer::run(std::stop_token stop) {
  std::vector<Waiting> batch;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, stop, [&] { return !waiting_.empty() || question_ != nullptr; });
    if (waiting_.empty() && question_ == nullptr) return;  // asked to stop, all written
    if (Question* const question = question_) {
      lock.unlock();
      auto answer = store_->keep_provenance(*question->provenance);
      lock.lock();
      question->answer = std::move(answer);
      question->answered = true;
      question_ = nullptr;
      answered_.notify_all();
    }
    const std::size_t count = std::min(waiting_.size(), options_.most_together);
    if (count == 0) continue;
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
    batch.assign(std::make_move_iterator(waiting_.begin()),
                 std::make_move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    lock.unlock();
    write(batch);
    batch.clear();
    lock.lock();
  }
}

void Writer::write(std::vector<Waiting>& batch) {
  std::vector<Draft> drafts;
  for (Waiting& each : batch) drafts.push_back(std::move(each.draft));
  const Result<Head> head = store_->append(drafts);
  {
    const std::lock_guard lock(mutex_);
    if (head) head_ = *head;
    problem_ = head ? std::string() : head.error().message;
  }
  for (const Waiting& each : batch) {
    if (head)
      each.done({});
    else
      each.done(
          environment("the decision log cannot be written: {}", head.error().message));
  }
}

}  // namespace credence::log
