/* NVRTC, but each program that it compiles or refuses is a line in the file that DRY_RUN_LOG names. What it refuses
 * becomes an empty program, so that the next one is tried, too. Whatever is not here is the real library's, to which
 * this one is linked. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *program;

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

int nvrtcCompileProgram(program source, int count, const char *const *options) {
    int (*compile)(program, int, const char *const *) = real("nvrtcCompileProgram");
    int (*log_size)(program, size_t *) = real("nvrtcGetProgramLogSize");
    int (*get_log)(program, char *) = real("nvrtcGetProgramLog");
    int result = compile(source, count, options);
    FILE *file = fopen(getenv("DRY_RUN_LOG"), "a");
    if (!file) abort();
    if (result == 0) {
        fputs("compiled\n", file);
    } else {
        size_t size = 0;
        log_size(source, &size);
        char *log = calloc(1, size + 1);
        get_log(source, log);
        for (char *end = log; *end; end++) if (*end == '\n') *end = ' ';
        fprintf(file, "refused: %s\n", log);
        free(log);
    }
    fclose(file);
    return 0;
}

int nvrtcGetPTXSize(program source, size_t *size) {
    int (*get_size)(program, size_t *) = real("nvrtcGetPTXSize");
    if (get_size(source, size) != 0) *size = 1;
    return 0;
}

int nvrtcGetPTX(program source, char *text) {
    int (*get)(program, char *) = real("nvrtcGetPTX");
    if (get(source, text) != 0) *text = 0;
    return 0;
}
