/* Adam+CM on Ackley's function, one core, as one would write it by hand: the yardstick. */
#include <math.h>
#include <string.h>

#define C 5

typedef struct {
    double x[2], m[2], v[2], items[C][2], priorities[C];
    int held;
} Point;

static void gradient(const double *x, double *g) {
    const double tau = 6.283185307179586, a = 20.0, b = 0.2;
    double r = sqrt(0.5 * (x[0] * x[0] + x[1] * x[1]));
    double pull = a * b * exp(-b * r) / (2.0 * r + 1e-300);
    double wave = 0.5 * tau * exp(0.5 * (cos(tau * x[0]) + cos(tau * x[1])));
    for (int d = 0; d < 2; d++) g[d] = pull * x[d] + wave * sin(tau * x[d]);
}

int point_bytes(void) { return sizeof(Point); }

void begin(Point *points, const double *starts, int n) {
    memset(points, 0, n * sizeof(Point));
    for (int i = 0; i < n; i++) memcpy(points[i].x, starts + 2 * i, 2 * sizeof(double));
}

void positions(const Point *points, double *out, int n) {
    for (int i = 0; i < n; i++) memcpy(out + 2 * i, points[i].x, 2 * sizeof(double));
}

void steps(Point *points, int n, int first, int count, double lr, double b1, double b2,
           double eps, double decay, double strength) {
    for (int t = first; t < first + count; t++) {
        double c1 = 1.0 - pow(b1, t), c2 = 1.0 - pow(b2, t);
        for (int i = 0; i < n; i++) {
            Point *p = points + i;
            double g[2], mean[2] = {0.0, 0.0};
            gradient(p->x, g);
            double norm = sqrt(g[0] * g[0] + g[1] * g[1]);
            for (int k = 0; k < p->held; k++)
                for (int d = 0; d < 2; d++) mean[d] += p->items[k][d];
            for (int d = 0; d < 2; d++) {
                p->m[d] = b1 * p->m[d] + (1.0 - b1) * g[d];
                double s = p->m[d] + (p->held ? strength * mean[d] / p->held : 0.0);
                p->v[d] = b2 * p->v[d] + (1.0 - b2) * s * s;
                p->x[d] -= lr * (s / c1) / (sqrt(p->v[d] / c2) + eps);
            }
            int slot = 0;
            if (p->held < C) {
                slot = p->held++;
                p->priorities[slot] = -1.0;
            } else {
                for (int k = 1; k < C; k++)
                    if (p->priorities[k] < p->priorities[slot]) slot = k;
            }
            if (norm > p->priorities[slot]) {
                p->priorities[slot] = norm;
                memcpy(p->items[slot], p->m, sizeof p->m);
            }
            for (int k = 0; k < p->held; k++) p->priorities[k] *= decay;
        }
    }
}
