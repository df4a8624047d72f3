/* Mosquitto writes each message to a file before it acknowledges it, and hands over none.
 *
 * Mosquitto 2.0 keeps what waits in memory and can only save all of it at once, so that a backlog costs the more for each
 * message the longer it is. This plugin appends instead: a message costs its own length. The consumer reads the files
 * (devices/mqtt/spool.py, which says what a record holds) and removes them. A message that cannot be written is not
 * acknowledged: its device is cut off and sends it again.
 *
 * A record is written by one call, so it survives a kill of this process. For a power cut the file is synced ten times a second.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

/* What mosquitto_plugin.h and mosquitto_broker.h of 2.0 say, so that no header has to be installed. */
enum { PLUGIN_VERSION = 5, EVT_MESSAGE = 7, EVT_TICK = 9, SUCCESS = 0, UNKNOWN = 13, LOG_ERR = 8 };
struct mosquitto_opt { char *key, *value; };
struct message_event {
    void *future, *client;
    char *topic;
    void *payload, *properties;
    char *reason_string;
    uint32_t payloadlen;
    uint8_t qos, reason_code;
    bool retain;
    void *future2[4];
};
extern int mosquitto_callback_register(void *plugin, int event, int (*call)(int, void *, void *), const void *data, void *own);
extern void mosquitto_log_printf(int level, const char *format, ...);

enum { RETAINED = 1 };
struct head {
    uint32_t mark, index;
    uint16_t topic_length;
    uint16_t flags;
    uint32_t body_length;
    int64_t received_at;
} __attribute__((packed));
struct tail { uint32_t checksum, index; } __attribute__((packed));

static const uint32_t MARK = 0x31585253; /* "SRX1" */
static const off_t SEGMENT = 128 << 10;  /* bytes: some hundred messages, so that the reader finds new ones beside a backlog */
static const time_t SEGMENT_AGE = 60;    /* seconds */
static const long SYNC_EVERY = 100;      /* milliseconds */
static const char OURS[] = "socialrx/";

static char folder[PATH_MAX - 64];
static unsigned long long least_free = 256ULL << 20; /* bytes that stay free on the disk */
static int file = -1;
static off_t size;
static int64_t current; /* the segment's name */
static uint32_t next_index;
static bool dirty, fresh, disk_full;
static long synced_at, opened_at, looked_at;
static uint32_t crc_table[256];

static int64_t now(clockid_t clock, int64_t per_second) {
    struct timespec at;
    clock_gettime(clock, &at);
    return at.tv_sec * per_second + at.tv_nsec / (1000000000 / per_second);
}

static uint32_t crc(uint32_t sum, const void *data, size_t length) {
    const uint8_t *byte = data;
    sum = ~sum;
    while (length--) sum = crc_table[(sum ^ *byte++) & 0xff] ^ (sum >> 8);
    return ~sum;
}

/* Segments are named by the microsecond in which they begin; a clock that was put back makes none come before another. */
static int64_t newest_segment(void) {
    int64_t newest = 0, number;
    DIR *listing = opendir(folder);
    struct dirent *entry;
    while (listing && (entry = readdir(listing)))
        if (sscanf(entry->d_name, "%20" SCNd64 ".segment", &number) == 1 && number > newest) newest = number;
    if (listing) closedir(listing);
    return newest;
}

static void sync_file(void) {
    if (file >= 0 && dirty) fdatasync(file);
    int place = fresh ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (place >= 0) {
        fsync(place);
        close(place);
    }
    fresh = false;
    dirty = false;
    synced_at = now(CLOCK_MONOTONIC, 1000);
}

static bool open_segment(void) {
    char path[PATH_MAX];
    int64_t number = now(CLOCK_REALTIME, 1000000);
    if (!current) current = newest_segment();
    if (number <= current) number = current + 1;
    snprintf(path, sizeof path, "%s/%020" PRId64 ".segment", folder, number);
    int opened = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0660);
    if (opened < 0) return false;
    if (file >= 0) {
        fdatasync(file);
        close(file);
    }
    file = opened;
    current = number;
    size = 0;
    next_index = 0;
    fresh = true;
    opened_at = now(CLOCK_MONOTONIC, 1000);
    return true;
}

/* Looked at once a second: whether the disk has room, so that what was promised fits. */
static bool has_room(void) {
    struct statvfs disk;
    long at = now(CLOCK_MONOTONIC, 1000);
    if (looked_at && at - looked_at < 1000) return !disk_full;
    looked_at = at;
    bool full = statvfs(folder, &disk) == 0 && (unsigned long long)disk.f_bavail * disk.f_frsize < least_free;
    if (full && !disk_full) mosquitto_log_printf(LOG_ERR, "The spool's disk is full: nothing is taken in.");
    disk_full = full;
    return !disk_full;
}

static bool append(const struct message_event *message) {
    size_t topic_length = strlen(message->topic);
    if (topic_length > UINT16_MAX) return false;
    struct head head = {MARK, next_index, topic_length, message->retain ? RETAINED : 0, message->payloadlen,
                        now(CLOCK_REALTIME, 1000000)};
    uint32_t sum = crc(0, &head, sizeof head);
    sum = crc(sum, message->topic, topic_length);
    sum = crc(sum, message->payload, message->payloadlen);
    struct tail tail = {sum, next_index};
    struct iovec parts[] = {{&head, sizeof head}, {message->topic, topic_length},
                            {message->payload, message->payloadlen}, {&tail, sizeof tail}};
    ssize_t whole = sizeof head + topic_length + message->payloadlen + sizeof tail;
    ssize_t written = writev(file, parts, 4);
    if (written != whole) {
        /* What follows must not stand behind half a record. */
        if (written > 0 && ftruncate(file, size) != 0) {
            close(file);
            file = -1;
        }
        return false;
    }
    size += whole;
    next_index++;
    dirty = true;
    return true;
}

static int on_message(int event, void *data, void *own) {
    (void)event, (void)own;
    struct message_event *message = data;
    if (strncmp(message->topic, OURS, sizeof OURS - 1) != 0) return SUCCESS;
    if (!has_room() || ((file < 0 || size >= SEGMENT) && !open_segment()) || !append(message)) {
        mosquitto_log_printf(LOG_ERR, "A message could not be kept and is not acknowledged: %s", strerror(errno));
        return UNKNOWN;
    }
    /* It is refused by the consumer, and the broker need not remember it. */
    message->retain = false;
    return SUCCESS;
}

/* A file with something in it does not stay open for long, so that the consumer can remove it. */
static int on_tick(int event, void *data, void *own) {
    (void)event, (void)data, (void)own;
    long at = now(CLOCK_MONOTONIC, 1000);
    if (dirty && at - synced_at >= SYNC_EVERY) sync_file();
    if (next_index && at - opened_at >= SEGMENT_AGE * 1000) open_segment();
    return SUCCESS;
}

int mosquitto_plugin_version(int count, const int *versions) {
    while (count--)
        if (versions[count] == PLUGIN_VERSION) return PLUGIN_VERSION;
    return -1;
}

int mosquitto_plugin_init(void *plugin, void **own, struct mosquitto_opt *options, int count) {
    (void)own;
    while (count--) {
        if (strcmp(options[count].key, "folder") == 0) snprintf(folder, sizeof folder, "%s", options[count].value);
        if (strcmp(options[count].key, "least_free") == 0) least_free = strtoull(options[count].value, NULL, 10);
    }
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t sum = n;
        for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? 0xedb88320 ^ (sum >> 1) : sum >> 1;
        crc_table[n] = sum;
    }
    if (!open_segment()) {
        mosquitto_log_printf(LOG_ERR, "The spool %s cannot be written: %s", folder, strerror(errno));
        return UNKNOWN;
    }
    int failed = mosquitto_callback_register(plugin, EVT_MESSAGE, on_message, NULL, NULL);
    return failed ? failed : mosquitto_callback_register(plugin, EVT_TICK, on_tick, NULL, NULL);
}

int mosquitto_plugin_cleanup(void *own, struct mosquitto_opt *options, int count) {
    (void)own, (void)options, (void)count;
    sync_file();
    if (file >= 0) close(file);
    file = -1;
    return SUCCESS;
}
