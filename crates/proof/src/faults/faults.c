/* Stands between a program and the C library, and lets its disk and its clock fail as they do:
 * a full disk, a read-only one, one that is slow to sync, one that loses power in the middle of a
 * write, and a clock that somebody sets. What fails is read from a page that whoever started the
 * program shares with it, so it can begin and end while the program runs.
 *
 *   PROOF_FAULTS        the file of that page
 *   PROOF_FAULTS_BELOW  the directory whose files are on the failing disk
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

/* The same fields, in the same order, as `Field` in mod.rs. */
struct page {
    _Atomic int64_t limited;     /* whether there is a limit to what may be added */
    _Atomic int64_t room;        /* how many bytes may be added */
    _Atomic int64_t read_only;   /* whether nothing may be changed */
    _Atomic int64_t sync_micros; /* how much longer each sync takes */
    _Atomic int64_t clock_micros; /* how far the clock is off */
    _Atomic int64_t tears;       /* whether a write is torn, once so many bytes were written */
    _Atomic int64_t tears_after;
    _Atomic int64_t refused_full, refused_read_only, slow_syncs, torn; /* how often it was so */
};

static struct page none;
static struct page *page = &none;
static char below[PATH_MAX];
static size_t below_length;

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void attach(void) {
    const char *file = getenv("PROOF_FAULTS"), *directory = getenv("PROOF_FAULTS_BELOW");
    if (!file || !directory || strlen(directory) >= sizeof below) return;
    strcpy(below, directory);
    below_length = strlen(below);
    int fd = open(file, O_RDWR | O_CLOEXEC);
    if (fd < 0) abort();
    void *shared = mmap(NULL, sizeof *page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared == MAP_FAILED) abort();
    close(fd);
    page = shared;
}

static int is_below(const char *path) {
    return below_length > 0 && strncmp(path, below, below_length) == 0 &&
           (path[below_length] == '/' || path[below_length] == 0);
}

static int path_fails(int at, const char *path) {
    char whole[2 * PATH_MAX];
    if (path[0] == '/') return is_below(path);
    if (at == AT_FDCWD) {
        if (!getcwd(whole, PATH_MAX)) return 0;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", at);
        ssize_t length = readlink(link, whole, PATH_MAX - 1);
        if (length < 0) return 0;
        whole[length] = 0;
    }
    size_t length = strlen(whole);
    snprintf(whole + length, sizeof whole - length, "/%s", path);
    return is_below(whole);
}

static int descriptor_fails(int fd) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static int refused(_Atomic int64_t *count, int why) {
    atomic_fetch_add(count, 1);
    errno = why;
    return 1;
}

static int changes_nothing(int at, const char *path) {
    return page->read_only && path_fails(at, path) && refused(&page->refused_read_only, EROFS);
}

static int descriptor_changes_nothing(int fd) {
    return page->read_only && descriptor_fails(fd) && refused(&page->refused_read_only, EROFS);
}

/* How many bytes of a write the disk takes; -1 when it takes none. `at` is -1 for the place where
 * the file stands. What stands in the file already can be written over. */
static ssize_t taken(int fd, size_t count, off_t at) {
    if (!page->limited && !page->read_only && !page->tears) return count;
    if (count == 0 || !descriptor_fails(fd)) return count;
    if (page->read_only) return refused(&page->refused_read_only, EROFS) ? -1 : 0;
    if (page->tears) {
        int64_t left = atomic_fetch_sub(&page->tears_after, count);
        if (left > 0 && left <= (int64_t)count) return -2 - left;
    }
    if (!page->limited) return count;
    struct stat file;
    if (fstat(fd, &file) != 0) return count;
    if (at < 0) at = fcntl(fd, F_GETFL) & O_APPEND ? file.st_size : lseek(fd, 0, SEEK_CUR);
    int64_t added = (int64_t)at + (int64_t)count - (int64_t)file.st_size;
    if (added <= 0) return count;
    int64_t room = atomic_load(&page->room), use;
    do {
        use = room < added ? room : added;
    } while (!atomic_compare_exchange_weak(&page->room, &room, room - use));
    int64_t fits = (int64_t)count - added + use;
    if (fits <= 0) return refused(&page->refused_full, ENOSPC) ? -1 : 0;
    return fits;
}

/* The power fails after some bytes of a write: the process is gone. */
static void tear(ssize_t written) {
    (void)written;
    atomic_store(&page->tears, 0);
    atomic_fetch_add(&page->torn, 1);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

ssize_t write(int fd, const void *bytes, size_t count) {
    REAL(write);
    ssize_t fits = taken(fd, count, -1);
    if (fits < -1) tear(real(fd, bytes, -2 - fits));
    return fits < 0 ? -1 : real(fd, bytes, fits);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    REAL(pwrite);
    ssize_t fits = taken(fd, count, at);
    if (fits < -1) tear(real(fd, bytes, -2 - fits, at));
    return fits < 0 ? -1 : real(fd, bytes, fits, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    return pwrite(fd, bytes, count, at);
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    return descriptor_changes_nothing(fd) ? -1 : real(fd, length);
}

int ftruncate64(int fd, off64_t length) { return ftruncate(fd, length); }

static void slowly(int fd) {
    int64_t micros = page->sync_micros;
    if (micros <= 0 || !descriptor_fails(fd)) return;
    atomic_fetch_add(&page->slow_syncs, 1);
    struct timespec time = {micros / 1000000, micros % 1000000 * 1000};
    nanosleep(&time, NULL);
}

int fsync(int fd) {
    REAL(fsync);
    slowly(fd);
    return real(fd);
}

int fdatasync(int fd) {
    REAL(fdatasync);
    slowly(fd);
    return real(fd);
}

#define CHANGES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { \
        va_list rest; \
        va_start(rest, flags); \
        mode = va_arg(rest, mode_t); \
        va_end(rest); \
    }

int open(const char *path, int flags, ...) {
    REAL(open);
    MODE(flags);
    if (flags & CHANGES && changes_nothing(AT_FDCWD, path)) return -1;
    return real(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    MODE(flags);
    return open(path, flags | O_LARGEFILE, mode);
}

int openat(int at, const char *path, int flags, ...) {
    REAL(openat);
    MODE(flags);
    if (flags & CHANGES && changes_nothing(at, path)) return -1;
    return real(at, path, flags, mode);
}

int openat64(int at, const char *path, int flags, ...) {
    MODE(flags);
    return openat(at, path, flags | O_LARGEFILE, mode);
}

int mkdir(const char *path, mode_t mode) {
    REAL(mkdir);
    return changes_nothing(AT_FDCWD, path) ? -1 : real(path, mode);
}

int unlink(const char *path) {
    REAL(unlink);
    return changes_nothing(AT_FDCWD, path) ? -1 : real(path);
}

int unlinkat(int at, const char *path, int flags) {
    REAL(unlinkat);
    return changes_nothing(at, path) ? -1 : real(at, path, flags);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    return changes_nothing(AT_FDCWD, to) ? -1 : real(from, to);
}

int renameat(int from_at, const char *from, int at, const char *to) {
    REAL(renameat);
    return changes_nothing(at, to) ? -1 : real(from_at, from, at, to);
}

int renameat2(int from_at, const char *from, int at, const char *to, unsigned flags) {
    REAL(renameat2);
    return changes_nothing(at, to) ? -1 : real(from_at, from, at, to, flags);
}

int chmod(const char *path, mode_t mode) {
    REAL(chmod);
    return changes_nothing(AT_FDCWD, path) ? -1 : real(path, mode);
}

/* Only the clock that can be set: waiting goes by the other one. */
int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(clock_gettime);
    int outcome = real(clock, time);
    int64_t off = page->clock_micros;
    if (outcome == 0 && clock == CLOCK_REALTIME && off != 0) {
        int64_t micros = time->tv_sec * INT64_C(1000000) + time->tv_nsec / 1000 + off;
        time->tv_sec = micros / 1000000;
        time->tv_nsec = micros % 1000000 * 1000;
    }
    return outcome;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void)zone;
    int outcome = clock_gettime(CLOCK_REALTIME, &now);
    *time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
    return outcome;
}
