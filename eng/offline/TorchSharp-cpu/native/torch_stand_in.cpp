// What the stand-in of TorchSharp calls: libtorch behind C functions. Each gives null, or leaves its result alone, where libtorch throws;
// ts_take_error then tells why.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <malloc.h>
#include <string>
#include <vector>

using at::Scalar;
using at::Tensor;

namespace {

thread_local std::string last_error;
thread_local bool failed = false;

template <typename F>
void guarded(F body) {
    try {
        body();
    } catch (const c10::Error& error) {
        failed = true;
        last_error = error.what_without_backtrace();
    } catch (const std::exception& error) {
        failed = true;
        last_error = error.what();
    }
}

template <typename F>
Tensor* made(F body) {
    Tensor* result = nullptr;
    guarded([&] { result = new Tensor(body()); });
    return result;
}

c10::optional<Tensor> maybe(const Tensor* tensor) {
    return tensor == nullptr ? c10::nullopt : c10::optional<Tensor>(*tensor);
}

at::IntArrayRef sizes(const int64_t* values, int count) {
    return at::IntArrayRef(values, static_cast<size_t>(count));
}

at::TensorOptions options(int type, int device, int index) {
    return at::dtype(static_cast<at::ScalarType>(type))
        .device(at::Device(static_cast<at::DeviceType>(device), static_cast<at::DeviceIndex>(index)));
}

// Tensors of whole numbers take whole numbers only, in place.
Scalar number(const Tensor* like, double value) {
    return at::isIntegralType(like->scalar_type(), true) ? Scalar(static_cast<int64_t>(value)) : Scalar(value);
}

std::vector<Tensor> list(Tensor* const* tensors, int count) {
    std::vector<Tensor> result;
    for (int i = 0; i < count; i++) {
        result.push_back(tensors[i] == nullptr ? Tensor() : *tensors[i]);
    }
    return result;
}

}  // namespace

#define EXPORT extern "C" __attribute__((visibility("default")))
#define UNARY(name) \
    EXPORT Tensor* ts_##name(const Tensor* x) { return made([&] { return at::name(*x); }); }
#define BINARY(name) \
    EXPORT Tensor* ts_##name(const Tensor* x, const Tensor* y) { return made([&] { return at::name(*x, *y); }); }
#define WITH_NUMBER(name) \
    EXPORT Tensor* ts_##name##_scalar(const Tensor* x, double y) { return made([&] { return at::name(*x, Scalar(y)); }); }

// The C library returns large blocks to the system as soon as they are free; a training step would map and clear the same pages each time.
EXPORT void ts_start() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
}

EXPORT const char* ts_take_error() {
    bool was = failed;
    failed = false;
    return was ? last_error.c_str() : nullptr;
}

EXPORT int ts_get_num_threads() { return at::get_num_threads(); }
EXPORT void ts_set_num_threads(int threads) { guarded([&] { at::set_num_threads(threads); }); }
EXPORT void ts_manual_seed(int64_t seed) { guarded([&] { at::manual_seed(static_cast<uint64_t>(seed)); }); }
EXPORT bool ts_has_cuda() { return at::hasCUDA(); }

EXPORT Tensor* ts_empty(const int64_t* shape, int dims, int type, int device, int index) {
    return made([&] { return at::empty(sizes(shape, dims), options(type, device, index)); });
}
EXPORT Tensor* ts_full(const int64_t* shape, int dims, double value, int type, int device, int index) {
    return made([&] { return at::full(sizes(shape, dims), value, options(type, device, index)); });
}
EXPORT void ts_dispose(Tensor* x) { delete x; }
EXPORT void* ts_data(const Tensor* x) { return x->data_ptr(); }
EXPORT int64_t ts_dim(const Tensor* x) { return x->dim(); }
EXPORT int64_t ts_size(const Tensor* x, int64_t dim) { return x->size(dim); }
EXPORT int64_t ts_numel(const Tensor* x) { return x->numel(); }
EXPORT int ts_dtype(const Tensor* x) { return static_cast<int>(x->scalar_type()); }
EXPORT int ts_device_type(const Tensor* x) { return static_cast<int>(x->device().type()); }
EXPORT int ts_device_index(const Tensor* x) { return x->device().index(); }
EXPORT bool ts_requires_grad(const Tensor* x) { return x->requires_grad(); }
EXPORT Tensor* ts_set_requires_grad(const Tensor* x, bool value) { return made([&] { return x->set_requires_grad(value); }); }

EXPORT Tensor* ts_alias(const Tensor* x) { return made([&] { return at::alias(*x); }); }
EXPORT Tensor* ts_detach(const Tensor* x) { return made([&] { return x->detach(); }); }
EXPORT Tensor* ts_clone(const Tensor* x) { return made([&] { return x->clone(); }); }
EXPORT Tensor* ts_contiguous(const Tensor* x) { return made([&] { return x->contiguous(); }); }
EXPORT Tensor* ts_to_device(const Tensor* x, int device, int index, bool copy) {
    return made([&] { return x->to(options(static_cast<int>(x->scalar_type()), device, index), false, copy); });
}
EXPORT Tensor* ts_to_type(const Tensor* x, int type, bool copy) {
    return made([&] { return x->to(static_cast<at::ScalarType>(type), false, copy); });
}
EXPORT Tensor* ts_view(const Tensor* x, const int64_t* shape, int dims) { return made([&] { return x->view(sizes(shape, dims)); }); }
EXPORT Tensor* ts_t(const Tensor* x) { return made([&] { return x->t(); }); }
EXPORT Tensor* ts_narrow(const Tensor* x, int64_t dim, int64_t start, int64_t length) {
    return made([&] { return x->narrow(dim, start, length); });
}
EXPORT Tensor* ts_flatten(const Tensor* x, int64_t first, int64_t last) { return made([&] { return x->flatten(first, last); }); }
EXPORT Tensor* ts_unflatten(const Tensor* x, int64_t dim, const int64_t* shape, int dims) {
    return made([&] { return x->unflatten(dim, sizes(shape, dims)); });
}

EXPORT Tensor* ts_copy_(Tensor* x, const Tensor* source) { return made([&] { return x->copy_(*source); }); }
EXPORT Tensor* ts_uniform_(Tensor* x, double bound) { return made([&] { return x->uniform_(-bound, bound); }); }
EXPORT Tensor* ts_add_(Tensor* x, const Tensor* y, double alpha) { return made([&] { return x->add_(*y, alpha); }); }
EXPORT Tensor* ts_add_scalar_(Tensor* x, double y) { return made([&] { return x->add_(number(x, y)); }); }
EXPORT Tensor* ts_mul_scalar_(Tensor* x, double y) { return made([&] { return x->mul_(number(x, y)); }); }
EXPORT Tensor* ts_addcmul_(Tensor* x, const Tensor* a, const Tensor* b, double value) {
    return made([&] { return x->addcmul_(*a, *b, value); });
}
EXPORT Tensor* ts_addcdiv_(Tensor* x, const Tensor* a, const Tensor* b, double value) {
    return made([&] { return x->addcdiv_(*a, *b, value); });
}

BINARY(add)
WITH_NUMBER(add)
BINARY(sub)
BINARY(mul)
WITH_NUMBER(mul)
BINARY(div)
WITH_NUMBER(div)
UNARY(sqrt)
UNARY(exp)
UNARY(log)
UNARY(relu)
UNARY(tanh)
UNARY(sigmoid)
UNARY(silu)
UNARY(neg)
UNARY(norm)
EXPORT Tensor* ts_sum(const Tensor* x, int64_t dim, bool keep) { return made([&] { return at::sum(*x, {dim}, keep); }); }
EXPORT Tensor* ts_log_softmax(const Tensor* x, int64_t dim) { return made([&] { return at::log_softmax(*x, dim); }); }
EXPORT Tensor* ts_leaky_relu(const Tensor* x, double slope) { return made([&] { return at::leaky_relu(*x, slope); }); }

EXPORT Tensor* ts_linear(const Tensor* x, const Tensor* weight, const Tensor* bias) {
    return made([&] { return at::linear(*x, *weight, maybe(bias)); });
}
EXPORT Tensor* ts_conv2d(
    const Tensor* x, const Tensor* weight, const Tensor* bias, const int64_t* stride, const int64_t* padding, const int64_t* dilation,
    int64_t groups) {
    return made([&] { return at::conv2d(*x, *weight, maybe(bias), sizes(stride, 2), sizes(padding, 2), sizes(dilation, 2), groups); });
}
EXPORT Tensor* ts_conv_transpose2d(
    const Tensor* x, const Tensor* weight, const Tensor* bias, const int64_t* stride, const int64_t* padding,
    const int64_t* output_padding, const int64_t* dilation, int64_t groups) {
    return made([&] {
        return at::conv_transpose2d(
            *x, *weight, maybe(bias), sizes(stride, 2), sizes(padding, 2), sizes(output_padding, 2), groups, sizes(dilation, 2));
    });
}
EXPORT Tensor* ts_batch_norm(
    const Tensor* x, const Tensor* mean, const Tensor* variance, const Tensor* weight, const Tensor* bias, bool training, double momentum,
    double eps) {
    return made([&] {
        TORCH_CHECK(
            !training || x->numel() > x->size(1), "Expected more than 1 value per channel when training, got input size ", x->sizes());
        return at::batch_norm(*x, maybe(weight), maybe(bias), maybe(mean), maybe(variance), training, momentum, eps, false);
    });
}
EXPORT Tensor* ts_dropout(const Tensor* x, double p, bool training) { return made([&] { return at::dropout(*x, p, training); }); }
EXPORT Tensor* ts_bce_with_logits(
    const Tensor* x, const Tensor* target, const Tensor* weight, const Tensor* positive_weights, int64_t reduction) {
    return made([&] {
        return at::binary_cross_entropy_with_logits(*x, *target, maybe(weight), maybe(positive_weights), reduction);
    });
}

EXPORT bool ts_grad_mode() { return at::GradMode::is_enabled(); }
EXPORT void ts_set_grad_mode(bool enabled) { at::GradMode::set_enabled(enabled); }
EXPORT Tensor* ts_grad(const Tensor* x) { return x->grad().defined() ? made([&] { return x->grad(); }) : nullptr; }
EXPORT void ts_set_grad(Tensor* x, const Tensor* gradient) {
    guarded([&] { x->mutable_grad() = gradient == nullptr ? Tensor() : *gradient; });
}
EXPORT void ts_backward(
    Tensor* const* outputs, int output_count, Tensor* const* output_gradients, int gradient_count, bool retain, bool create,
    Tensor* const* inputs, int input_count) {
    guarded([&] {
        torch::autograd::backward(
            list(outputs, output_count), list(output_gradients, gradient_count), retain, create, list(inputs, input_count));
    });
}
