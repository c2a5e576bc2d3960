"""Trains the VAEs of `bench learning` in PyTorch and tells how long it took.

    apt-get install python3-torch libopenblas0-openmp
    OPENBLAS_CORETYPE=Cooperlake OMP_NUM_THREADS=2 /usr/bin/python3 torch_vae.py mlp 2

(Cooperlake is OpenBLAS's fastest AVX-512 code; the benchmark sets it where the processor has AVX-512.) Each line on standard input is a
number of images to train on; the answer is a line with the seconds on the wall and of the processor. Debian's alternatives must have
selected the OpenMP variant of OpenBLAS, as they do by themselves unless told otherwise: the first line of the output names what was loaded.
"""
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, PIXELS, LATENTS, TEMPERATURE = 128, 784, 128, 0.5


def mlp():
    encoder = nn.Sequential(nn.Linear(PIXELS, 512), nn.ReLU(), nn.Linear(512, 256), nn.ReLU(), nn.Linear(256, LATENTS))
    decoder = nn.Sequential(nn.Linear(LATENTS, 256), nn.ReLU(), nn.Linear(256, 512), nn.ReLU(), nn.Linear(512, PIXELS))
    return encoder, decoder


def conv():
    encoder = nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 32, 3, stride=2, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
        nn.Conv2d(32, 64, 3, stride=2, padding=1), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Flatten(), nn.Linear(64 * 7 * 7, LATENTS))
    decoder = nn.Sequential(
        nn.Linear(LATENTS, 64 * 7 * 7), nn.Unflatten(1, (64, 7, 7)), nn.BatchNorm2d(64), nn.ReLU(),
        nn.ConvTranspose2d(64, 32, 3, stride=2, padding=1, output_padding=1), nn.BatchNorm2d(32), nn.ReLU(),
        nn.ConvTranspose2d(32, 1, 3, stride=2, padding=1, output_padding=1), nn.Flatten())
    return encoder, decoder


def train(encoder, decoder, fields, optimizer, data, images):
    """One step per batch: independent Bernoulli prior with learned fields, relaxed bits, exact KL."""
    order = torch.randperm(data.shape[0])
    for start in range(0, images, BATCH):
        rows = order[torch.arange(start, min(start + BATCH, images)) % data.shape[0]]
        x = torch.bernoulli(data[rows])
        logits = encoder(x)
        u = torch.rand_like(logits).clamp_(1e-7, 1 - 1e-7)
        z = torch.sigmoid((logits + torch.log(u) - torch.log1p(-u)) / TEMPERATURE)
        reconstruction = F.binary_cross_entropy_with_logits(decoder(z), x, reduction="sum")
        q = torch.sigmoid(logits)
        # KL of bits with log-odds l from bits with log-odds f, summed over rows and latents
        kl = (q * (logits - fields) - F.softplus(logits) + F.softplus(fields)).sum()
        optimizer.zero_grad(set_to_none=True)
        ((reconstruction + kl) / x.shape[0]).backward()
        optimizer.step()


def blas():
    with open("/proc/self/maps", encoding="ascii") as maps:
        return next((line.split()[-1] for line in maps if "blas" in line), "no BLAS")


def main():
    model, threads = sys.argv[1], int(sys.argv[2])
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    encoder, decoder = mlp() if model == "mlp" else conv()
    fields = nn.Parameter(torch.zeros(LATENTS))
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters(), fields], lr=1e-3)
    data = torch.rand(25_600, PIXELS)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, {blas()}", flush=True)
    for line in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        train(encoder, decoder, fields, optimizer, data, int(line))
        print(time.perf_counter() - wall, time.process_time() - processor, flush=True)


main()
