/* A CUDA driver for a card that is not there: it accepts everything, forgets it, and answers with zeros. The
 * environment says of which compute capability the card is, DRY_RUN_CAPABILITY=9.0. */
#include <stdlib.h>
#include <string.h>

typedef unsigned long long device_pointer;

static int capability(int part) {
    const char *text = getenv("DRY_RUN_CAPABILITY");
    const char *point = text ? strchr(text, '.') : NULL;
    return point ? atoi(part == 0 ? text : point + 1) : 0;
}

/* What shared memory a block may ask for, as the programming guide has it. */
static int shared_memory(void) {
    switch (10 * capability(0) + capability(1)) {
    case 75: return 64 << 10;
    case 80: return 163 << 10;
    case 86: case 89: case 120: return 99 << 10;
    default: return 227 << 10;
    }
}

int cuInit(unsigned flags) { return 0; }
int cuDriverGetVersion(int *version) { *version = 13000; return 0; }
int cuDeviceGet(int *device, int index) { *device = index; return 0; }
int cuDeviceGetCount(int *count) { *count = 1; return 0; }
int cuDeviceGetName(char *name, int size, int device) { strncpy(name, "no card", size); return 0; }
int cuDeviceGetPCIBusId(char *id, int size, int device) { strncpy(id, "0000:00:00.0", size); return 0; }
int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t)80 << 30; return 0; }

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    switch (attribute) {
    case 1: case 2: case 3: *value = 1024; break; /* threads of a block, along x and y */
    case 4: *value = 64; break;                   /* along z */
    case 5: *value = 0x7fffffff; break;           /* blocks of a grid along x */
    case 6: case 7: *value = 0xffff; break;       /* along y and z */
    case 8: *value = 48 << 10; break;             /* shared memory of a block that does not ask */
    case 10: *value = 32; break;                  /* threads of a warp */
    case 12: *value = 1 << 16; break;             /* registers of a block */
    case 16: *value = 132; break;                 /* multiprocessors */
    case 39: *value = 2048; break;                /* threads of a multiprocessor */
    case 75: *value = capability(0); break;
    case 76: *value = capability(1); break;
    case 97: *value = shared_memory(); break;
    default: *value = 0;
    }
    return 0;
}

int cuDevicePrimaryCtxRetain(void **context, int device) { *context = context; return 0; }
int cuCtxSetCurrent(void *context) { return 0; }
int cuCtxGetStreamPriorityRange(int *least, int *greatest) { *least = *greatest = 0; return 0; }

int cuStreamCreate(void **stream, unsigned flags) { *stream = malloc(1); return 0; }
int cuStreamCreateWithPriority(void **stream, unsigned flags, int priority) { return cuStreamCreate(stream, flags); }
int cuStreamDestroy_v2(void *stream) { free(stream); return 0; }
int cuStreamSynchronize(void *stream) { return 0; }
int cuStreamWaitEvent(void *stream, void *event, unsigned flags) { return 0; }

/* Addresses are given out and never used. */
int cuMemAlloc_v2(device_pointer *pointer, size_t bytes) {
    static device_pointer next = 1ull << 32;
    *pointer = __atomic_fetch_add(&next, (bytes + 511) & ~(size_t)511, __ATOMIC_RELAXED);
    return 0;
}
int cuMemAllocAsync(device_pointer *pointer, size_t bytes, void *stream) { return cuMemAlloc_v2(pointer, bytes); }
int cuMemFree_v2(device_pointer pointer) { return 0; }
int cuMemFreeAsync(device_pointer pointer, void *stream) { return 0; }
int cuMemAllocHost_v2(void **pointer, size_t bytes) { *pointer = calloc(1, bytes); return *pointer ? 0 : 2; }
int cuMemFreeHost(void *pointer) { free(pointer); return 0; }
int cuMemsetD8Async(device_pointer to, unsigned char value, size_t bytes, void *stream) { return 0; }
int cuMemcpyHtoDAsync_v2(device_pointer to, const void *from, size_t bytes, void *stream) { return 0; }
int cuMemcpyDtoDAsync_v2(device_pointer to, device_pointer from, size_t bytes, void *stream) { return 0; }
int cuMemcpyDtoHAsync_v2(void *to, device_pointer from, size_t bytes, void *stream) { memset(to, 0, bytes); return 0; }
int cuMemcpy2DAsync_v2(const void *copy, void *stream) { return 0; }

int cuModuleLoadData(void **module, const void *image) { *module = module; return 0; }
int cuModuleGetFunction(void **function, void *module, const char *name) { *function = function; return 0; }
int cuFuncSetAttribute(void *function, int attribute, int value) { return 0; }
int cuLaunchKernel(void *function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                   unsigned block_y, unsigned block_z, unsigned bytes, void *stream, void **arguments, void **extra) {
    return 0;
}

int cuEventCreate(void **event, unsigned flags) { *event = malloc(1); return 0; }
int cuEventRecord(void *event, void *stream) { return 0; }
int cuEventQuery(void *event) { return 0; }
int cuEventSynchronize(void *event) { return 0; }
int cuEventElapsedTime_v2(float *milliseconds, void *from, void *to) { *milliseconds = 0.001f; return 0; }
int cuEventDestroy_v2(void *event) { free(event); return 0; }
